"""What the screens of shared records have in common: where each is used, and what a save of it would change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from articles.admin.confirming import Confirming
from articles.models import Publication

MOST_SHOWN = 20


class RecordAdmin(Confirming):
    actions = None
    readonly_fields = ["shown_on"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    show_full_result_count = False
    fixed: tuple[str, ...] = ()  # what snapshots know it by, so it is chosen once

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(self.fixed if obj else ())]

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    @admin.display(description="shown on")
    def shown_on(self, record: Any) -> str | SafeString:
        """The live pages that a save will change."""
        if not record.pk:
            return "No live page yet"
        live = Publication.objects.cards().saying(record.embed_name).newest()
        number = live.count()
        links = format_html_join(
            ", ", '<a href="{}">{}</a>', ((reverse("read", args=[p.path]), p.title) for p in live[:MOST_SHOWN])
        )
        more = f" and {number - MOST_SHOWN} more" if number > MOST_SHOWN else ""
        return format_html("{}{}", links, more) if number else "No live page yet"
