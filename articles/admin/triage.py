"""The list of what readers told us: ways to narrow it, and what each row knows besides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from articles.admin.filters import MOST, Filter
from articles.models import Feedback, Page, Publication
from articles.models.feedback import FeedbackQuerySet


class StateFilter(Filter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waits"), ("settled", "Settled"), ("counted", "Only a yes or a no")]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        every, *others = super().choices(changelist)
        yield from [every | {"display": "All with words"}, *others]

    def queryset(self, request: HttpRequest, queryset: FeedbackQuerySet) -> FeedbackQuerySet:
        """Bare answers only where they are asked for: there are many, and nothing is to be done about them."""
        chosen = {"waiting": queryset.waiting, "settled": queryset.settled, "counted": queryset.counted}
        return chosen.get(self.value(), queryset.worded)()


class VerdictFilter(Filter):
    title, parameter_name = "what it says", "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("error", "Something is wrong"), ("unhelpful", "Something was missing")]

    def queryset(self, request: HttpRequest, queryset: FeedbackQuerySet) -> FeedbackQuerySet:
        return queryset.filter(verdict=self.value()) if self.value() else queryset


class PageFilter(Filter):
    title = parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        told = Page.objects.filter(pk__in=Feedback.objects.worded().values("page")).order_by("title")
        return [(str(page), title or "(no title yet)") for page, title in told.values_list("pk", "title")[:MOST]]

    def queryset(self, request: HttpRequest, queryset: FeedbackQuerySet) -> FeedbackQuerySet:
        return queryset.filter(page=self.value()) if str(self.value()).isdecimal() else queryset


class Triage(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = beside(list(self.result_list))


def beside(rows: list[Any]) -> list[Any]:
    """Each knows what is live of its page, and how many readers said what of it: two queries for all."""
    pages = {row.page_id for row in rows}
    live = {page.page_id: page for page in Publication.objects.filter(page__in=pages).defer("html", "jsonld", "text")}
    tallies = Feedback.objects.tallies(pages)
    for row in rows:
        row.live, row.tallied = live.get(row.page_id), tallies[row.page_id]
    return rows
