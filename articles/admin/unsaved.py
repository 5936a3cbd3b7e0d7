"""What was typed and could not be saved stands on the form again, under the version that its writer began with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern

from articles.admin.carried import keys_in, revived, sound
from articles.admin.preview import Preview, Unsound
from articles.merging import marks
from articles.models import Page
from articles.snapshot import Snapshot

COPY = re.compile("[0-9a-f]{32}")  # the name that a browser gave to what it keeps of a form


class Unsaved(Preview):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("recover", self.recover), *super().get_urls()]

    def recover(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What a browser kept, on the form again; if it is saved already, the browser is told so."""
        page = self.page_for(request, object_id, may="change")
        if request.method != "POST":
            return HttpResponseRedirect(self.address("change", page))
        kept = QueryDict(request.POST.get("kept", ""))
        post = sound(kept, [formset.prefix for formset in self.formsets(request, page)])
        if self.is_saved(request, page, post):
            self.say_saved(request, post, "That is what is saved already.")
            return HttpResponseRedirect(self.address("change", page))
        return self.shown_again(request, page, post, {"kept_at": request.POST.get("at", "")})

    def is_saved(self, request: HttpRequest, page: Page, post: QueryDict) -> bool:
        try:
            return marks(page.snapshot()) == marks(self.said_in(request, page, post))
        except Unsound:
            return False

    def said_in(self, request: HttpRequest, page: Page, post: QueryDict) -> Snapshot:
        """What the form says by itself, without the parts that somebody else added meanwhile. Raises Unsound."""
        with transaction.atomic():
            page = page.locked()
            for formset in self.formsets(request, page):
                formset.get_queryset().exclude(pk__in=keys_in(post, formset.prefix)).delete()
            try:
                with sent_with(request, post):
                    return self.typed(request, page)
            finally:
                transaction.set_rollback(True)

    def shown_again(
        self, request: HttpRequest, page: Page, post: QueryDict, why: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        """Nothing is saved: PageForm refuses a form that is based on nothing. The page that is drawn says what it is
        based on, so that whoever saved meanwhile is not written over when it is saved at last."""
        told = {"unsaved": why, "based_on": post.get("based_on"), "base": post.get("base"), "copy": copy_in(post)}
        fresh = revived(post, self.standing(request, page))
        fresh["based_on"] = ""
        with sent_with(request, fresh):
            response = self._changeform_view(request, str(page.pk), self.address("change", page), told | {"errors": []})
        response.status_code = status
        return response

    def say_saved(self, request: HttpRequest, post: QueryDict, words: str) -> None:
        """The message names the browser's copy of what was typed, which keeping.js then forgets."""
        copy = copy_in(post)
        self.message_user(request, words, messages.SUCCESS, extra_tags=f"copy-{copy}" if copy else "")


@contextmanager
def sent_with(request: HttpRequest, post: QueryDict) -> Iterator[None]:
    """`request` as if it had come with this form, which Django's forms take from it."""
    method, sent = request.method, request.POST
    request.method, request.POST = "POST", post
    try:
        yield
    finally:
        request.method, request.POST = method, sent


def copy_in(post: QueryDict) -> str:
    """The name of the browser's copy, or nothing."""
    return name if COPY.fullmatch(name := post.get("copy", "")) else ""
