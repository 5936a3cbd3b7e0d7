"""Lists of pages: what each is called, how it stands with readers, and ways to find it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime

from articles.admin.page import STATES, PageAdmin, state_of
from articles.models import Page, Topic

MOST_TOPICS = 100


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, word) for state, (word, _) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        return queryset.filter(STATES[self.value()][1]) if self.value() in STATES else queryset


class TopicFilter(admin.SimpleListFilter):
    title = parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Topic.objects.values_list("slug", "name")[:MOST_TOPICS])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        return queryset.filter(page_topics__tag__slug=self.value()) if self.value() else queryset


class PageList(PageAdmin):
    actions = None
    list_display = ["name", "mark", "saved", "created_by"]
    list_display_links = ["name"]
    list_filter = [StateFilter, TopicFilter]
    list_per_page = 50
    list_select_related = ["created_by"]
    ordering = ["-updated_at"]
    search_fields = ["title", "slug", "standfirst"]
    show_full_result_count = False

    @admin.display(description="title", ordering="title")
    def name(self, page: Page) -> str:
        return page.title or "(no title yet)"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description="saved", ordering="updated_at")
    def saved(self, page: Page) -> str:
        return date_format(localtime(page.updated_at), "j M Y, H:i")

    @admin.display(description="state")
    def mark(self, page: Page) -> SafeString:
        state = state_of(page)
        return format_html('<span class="mark" data-state="{}">{}</span>', state, STATES[state][0])
