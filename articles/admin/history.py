"""What was frozen, by whom and why, who signed it, and when readers were shown it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.html import format_html

from articles.admin.bringing_back import BringingBack
from articles.admin.comparing import WORKING, name_of
from articles.admin.page import NUMBER, state_of
from articles.admin.preview import framed
from articles.models import Page, Review, Revision

A_PAGE = 30
ENDS = ("from", "to")


class History(BringingBack):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("revision", self.revision, "history/<int:revision_id>"), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """`?from=` and `to=` are chosen to be compared and stay chosen from page to page."""
        page = self.page_for(request, object_id, may="view")
        paging = Paginator(listed(page), A_PAGE).get_page(request.GET.get("p"))
        here = [str(revision.pk) for revision in paging]
        chosen = self.preselected(page, here) | {end: request.GET[end] for end in ENDS if request.GET.get(end)}
        elsewhere = chosen_elsewhere(page, chosen, here)
        more = {"paging": paging, "chosen_from": chosen["from"], "chosen_to": chosen["to"], "elsewhere": elsewhere}
        context = self.about(request, page, "History", **more, **(extra_context or {}))
        return TemplateResponse(request, "admin/articles/history.html", context)

    def preselected(self, page: Page, here: list[str]) -> dict[str, str]:
        """What readers see and the working copy; where these are the same, what they see and what stands before it."""
        shown = self.shown_or_last(page)
        before = next((key for key in here if shown != WORKING and int(key) < int(shown)), "")
        if before and state_of(page) == "live":
            return {"from": before, "to": shown}
        return {"from": shown, "to": WORKING}

    def revision(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        """Its bytes as they were first drawn, in today's frame."""
        page = self.page_for(request, object_id, may="view")
        revision = self.revision_of(page, revision_id)
        state = "as it was frozen then" if revision.is_intact() else "CHANGED SINCE IT WAS FROZEN: look into this"
        words = "{}, {}. SHA-256 {} <a href='{}'>History</a> <a href='{}?from={}'>Compare with the working copy</a>"
        ways = (self.address("history", page), self.address("compare", page), revision.pk)
        notice = format_html(words, name_of(revision), state, revision.sha256, *ways)
        return framed(request, revision.rendering, notice, html=revision.html)


def listed(page: Page) -> QuerySet[Revision]:
    """Its revisions, newest first, with all that a row tells."""
    signed = Prefetch("reviews", Review.objects.signed().select_related("person"))
    light = page.revisions.defer("content", "html").select_related("created_by")
    return light.prefetch_related("showings", "schedules", signed)


def chosen_elsewhere(page: Page, chosen: dict[str, str], here: list[str]) -> QuerySet[Revision]:
    """Those chosen on another page of the list, so that they can stay chosen."""
    keys = [key for key in chosen.values() if NUMBER.fullmatch(key) and key not in here]
    return page.revisions.defer("content", "html").filter(pk__in=keys)
