"""Two people with one page open: the second to save sees both texts, change by change, and makes one of them."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern

from articles.admin.comparing import Sides
from articles.admin.page import NUMBER
from articles.admin.preview import Unsound
from articles.admin.unsaved import Unsaved, copy_in
from articles.merging import Merging
from articles.models import Page, Typed

VERSION = re.compile("[0-9]{1,9}")


class Together(Unsaved):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("typed", self.settle, "typed"), *super().get_urls()]

    def conflict(self, request: HttpRequest, page: Page) -> HttpResponse:
        """Somebody saved meanwhile. What was typed is kept in a row of its own before anything is asked."""
        post = request.POST
        try:
            merging = self.merging(request, page, post)
        except Unsound:
            return self.shown_again(request, page, post, self.last_save(page), status=409)
        if not merging.choices:
            return self.response_change(request, page)
        typed = self.keep(request, page, post)
        return self.choice(request, page, typed, merging, status=409)

    def keep(self, request: HttpRequest, page: Page, post: QueryDict) -> Typed:
        copy = copy_in(post)
        if copy:
            page.typed.filter(by=request.user, content__copy=copy).delete()  # the same form, sent once more
        based_on = post.get("based_on", "")
        version = int(based_on) if VERSION.fullmatch(based_on) else 0
        return page.typed.create(by=request.user, based_on=version, content={"copy": copy, "form": post.urlencode()})

    def settle(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET shows the last text of this person that could not be saved; POST makes one text of it and theirs."""
        page = self.page_for(request, object_id, may="change")
        typed = page.typed.filter(by=request.user, **chosen_row(request)).first()
        if typed is None:
            self.message_user(request, "Nothing that you typed is waiting here.", messages.INFO)
            return HttpResponseRedirect(self.address("change", page))
        post = QueryDict(typed.content["form"])
        if "_form" in request.POST:
            return self.shown_again(request, page, post, self.last_save(page))
        try:
            return self.settled(request, page, typed, post)
        except Unsound:
            return self.shown_again(request, page, post, self.last_save(page), status=409)

    def settled(self, request: HttpRequest, page: Page, typed: Typed, post: QueryDict) -> HttpResponse:
        if "_theirs" in request.POST:
            typed.delete()
            self.say_saved(request, post, "Theirs stays. What you typed is gone.")
            return HttpResponseRedirect(self.address("change", page))
        with transaction.atomic():  # the look at the version and the save are one act
            page.locked()
            page = self.page_for(request, str(page.pk), may="change")
            merging = self.merging(request, page, post, chosen=request.POST.dict())
            if request.POST.get("version") == str(page.version):
                return self.merged(request, page, typed, post, merging)
        return self.choice(request, page, typed, merging, status=409 if request.method == "POST" else 200)

    def merged(self, request: HttpRequest, page: Page, typed: Typed, post: QueryDict, merging: Merging) -> HttpResponse:
        lost = page.bring_back(merging.merged)
        self.log_change(request, page, "Made one text of two that were written at the same time.")
        typed.delete()
        self.say_saved(request, post, "Saved.")
        for sentence in lost:
            self.message_user(request, sentence, messages.WARNING)
        return HttpResponseRedirect(self.address("change", page))

    def merging(
        self, request: HttpRequest, page: Page, post: QueryDict, chosen: dict[str, str] | None = None
    ) -> Merging:
        base = tuple(post.get("base", "").split())
        return Merging(page.snapshot(), self.said_in(request, page, post), base, chosen or {})

    def choice(self, request: HttpRequest, page: Page, typed: Typed, merging: Merging, *, status: int) -> HttpResponse:
        page = self.page_for(request, str(page.pk), may="change")
        sides = Sides(merging.theirs, merging.mine, "Theirs", "Mine")
        more = {"merging": merging, "sides": sides, "typed": typed, "meanwhile": self.last_save(page)}
        more |= {"settle": self.address("typed", page), "copy": typed.content["copy"]}
        context = self.about(request, page, "Saved by somebody else meanwhile", **more)
        return TemplateResponse(request, "admin/articles/conflict.html", context, status=status)

    def last_save(self, page: Page) -> dict[str, Any]:
        """Who saved last, and when."""
        log = LogEntry.objects.filter(content_type=get_content_type_for_model(page), object_id=page.pk)
        last = log.select_related("user").first()
        return {"by": last and last.user, "at": page.updated_at}


def chosen_row(request: HttpRequest) -> dict[str, str]:
    """The row that the screen showed, where one comes from it."""
    key = request.POST.get("typed", "")
    return {"pk": key} if NUMBER.fullmatch(key) else {}
