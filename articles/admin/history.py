"""What was frozen, by whom and why, and when readers were shown it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.timezone import localtime

from articles.admin.page import PageAdmin
from articles.admin.preview import framed

A_PAGE = 30


class History(PageAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("revision", self.revision, "history/<int:revision_id>"), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = self.page_for(request, object_id, may="view")
        revisions = page.revisions.defer("content", "html").select_related("created_by").prefetch_related("showings")
        paging = Paginator(revisions, A_PAGE).get_page(request.GET.get("p"))
        context = self.about(request, page, "History", paging=paging, **(extra_context or {}))
        return TemplateResponse(request, "admin/articles/history.html", context)

    def revision(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        """Its bytes as they were first drawn, in today's frame."""
        page = self.page_for(request, object_id, may="view")
        revision = page.revisions.filter(pk=revision_id).first()
        if revision is None:
            raise Http404("This page has no such revision.")
        state = "as it was frozen then" if revision.is_intact() else "CHANGED SINCE IT WAS FROZEN: look into this"
        notice = f"Revision of {localtime(revision.created_at):%-d %B %Y, %H:%M}, {state}. SHA-256 {revision.sha256}"
        return framed(request, revision.rendering, notice, html=revision.html)
