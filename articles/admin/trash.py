"""The trash: pages that nobody wants on the lists any more, each with the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html

from articles.admin.page import PageAdmin
from articles.models import Page, Publication, Refused


class Trash(PageAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("trash", self.trash), *super().get_urls()]

    def trash(self, request: HttpRequest, object_id: str) -> HttpResponse:
        page = self.page_for(request, object_id, may="change")
        refused = ""
        if request.method == "POST":
            try:
                page.trash(by=request.user)
            except Refused as reason:
                refused = str(reason)
            else:
                self.log_change(request, page, "Put in the trash")
                return self.trashed(request, page)
        live = Publication.objects.filter(page=page).exists()
        context = self.about(request, page, "Trash", live=live, waiting=page.schedules.count(), refused=refused)
        return TemplateResponse(request, "admin/articles/throw.html", context, status=409 if refused else 200)

    def trashed(self, request: HttpRequest, page: Page) -> HttpResponse:
        words = format_html(
            '“{}” is in the trash now. <a href="{}">Open the trash</a>', page, reverse("admin:articles_trash")
        )
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:articles_{self.opts.model_name}_changelist"))
