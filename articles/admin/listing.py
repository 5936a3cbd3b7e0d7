"""Lists of pages: what each is called, how it stands with readers, and ways to find it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localtime

from articles.admin.bulk import Bulk
from articles.admin.filters import ReviewFilter, StateFilter, TopicFilter, WhoseFilter
from articles.admin.kind import KINDS
from articles.admin.page import STATES, beside, state_of
from articles.admin.pictures import image
from articles.models import Page


class PageList(Bulk):
    list_display = ["thumbnail", "name", "mark", "saved", "created_by"]
    list_display_links = ["name"]
    list_filter = [StateFilter, TopicFilter, WhoseFilter, ReviewFilter]
    list_per_page = 50
    list_select_related = ["created_by", "picture"]
    ordering = ["-updated_at"]
    search_fields = ["title", "slug", "standfirst"]
    show_full_result_count = False

    @admin.display(description="picture", empty_value="")
    def thumbnail(self, page: Page) -> SafeString | str:
        return image(page.picture, "thumbnail") if page.picture else ""

    @admin.display(description="title", ordering="title")
    def name(self, page: Page) -> str:
        return page.title or "(no title yet)"

    @admin.display(description="kind", ordering="kind")
    def kind_name(self, page: Page) -> str:
        return capfirst(KINDS[page.kind]._meta.verbose_name)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description="saved", ordering="updated_at")
    def saved(self, page: Page) -> str:
        return date_format(localtime(page.updated_at), "j M Y, H:i")

    @admin.display(description="state")
    def mark(self, page: Page) -> SafeString:
        states = [(state, STATES[state][0]) for state in (state_of(page), *beside(page))]
        return format_html_join(" ", '<span class="mark" data-state="{}">{}</span>', states)
