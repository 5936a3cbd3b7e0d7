"""The library's sources, and how the citation dialog finds them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.arriving import Arriving
from articles.admin.merging import Merging
from articles.admin.source_form import SourceForm
from articles.citations import short, source
from articles.models import Reference

MOST_FOUND = 20
MOST_WORDS = 8
NUMBERS = ("volume", "issue", "pages")


@admin.register(Reference)
class ReferenceAdmin(Merging, Arriving):
    form = SourceForm
    fixed = ("key",)
    change_form_template = "admin/articles/reference.html"
    readonly_fields = ["shown_on", "other_names"]
    list_display = ["key", "title", "first_author", "issued", "container"]
    list_filter = ["type"]
    search_fields = ["key", "authors", "title", "container", "issued", "doi", "pmid", "pmcid", "isbn"]
    fieldsets = [
        ("What it is", {"fields": ["type", "title", "authors", "editors", "issued", "key"]}),
        (
            "Where it appeared",
            {"fields": ["container", NUMBERS, "edition", ("publisher", "place"), ("url", "accessed")]},
        ),
        (
            "Identifiers",
            {
                "fields": [("doi", "pmid"), ("pmcid", "isbn")],
                "description": "Paste them as you find them, with the address or without. One source has one record.",
            },
        ),
        (
            "What readers are told of it",
            {"fields": ["finding", ("design", "species", "n"), "funding", ("free_url", "archived_url")]},
        ),
        ("For the staff", {"fields": ["private_note", "shown_on", "other_names"]}),
    ]

    class Media:
        js = ["articles/source.js"]

    def get_urls(self) -> list[URLPattern]:
        found = path("find/", self.admin_site.admin_view(self.find), name="articles_reference_find")
        return [found, *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was merged into another record says what that says, so there is nothing to change."""
        return super().has_change_permission(request, obj) and not getattr(obj, "merged_into_id", None)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where somebody saved the same source a moment earlier, the form is looked at again, and finds it."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Reference], search_term: str
    ) -> tuple[QuerySet[Reference], bool]:
        """For the list and for every field that offers sources."""
        return super().get_search_results(request, queryset.filter(merged_into=None), search_term)

    def find(self, request: HttpRequest) -> JsonResponse:
        """For the citation dialog: references in which every word typed occurs, newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.with_words(request.GET.get("q", "")).order_by("-issued", "key")[: MOST_FOUND + 1]
        said = [reference.says() for reference in found]
        results = [{"key": s["key"], "short": short(s), "title": s["title"], "source": source(s)} for s in said]
        return JsonResponse({"results": results[:MOST_FOUND], "more": len(results) > MOST_FOUND})

    @staticmethod
    def with_words(typed: str) -> QuerySet[Reference]:
        found = Reference.objects.filter(merged_into=None)
        for word in typed.split()[:MOST_WORDS]:
            places = ("key", "authors", "title", "container", "issued", "doi", "pmid")
            found = found.filter(Q(*((f"{place}__icontains", word) for place in places), _connector=Q.OR))
        return found

    @admin.display(description="first author", ordering="by_author")
    def first_author(self, record: Reference) -> str:
        return next(iter(record.authors.splitlines() or record.editors.splitlines()), "").strip("{}")

    @admin.display(description="other names")
    def other_names(self, record: Reference) -> str | SafeString:
        if record.merged_into:
            address = reverse("admin:articles_reference_change", args=[record.merged_into.pk])
            return format_html('It was merged into <a href="{}">{}</a>.', address, record.merged_into)
        keys = record.aliases.order_by("key").values_list("key", flat=True) if record.pk else []
        return ", ".join(keys) or "None"
