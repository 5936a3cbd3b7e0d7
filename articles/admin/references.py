"""The library's sources, and how the citation dialog finds them."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path

from articles.admin.arriving import Arriving
from articles.citations import short, source
from articles.models import Reference

MOST_FOUND = 20
MOST_WORDS = 8
NUMBERS = ("volume", "issue", "pages")


class ReferenceForm(forms.ModelForm):
    class Meta:
        error_messages = {
            "key": {"unique": "Another reference has this key. Add a letter, as in clauw2014b."},
            "doi": {"unique": "The library holds a reference with this DOI already. Search for it in the list."},
            "pmid": {"unique": "The library holds a reference with this PubMed number already."},
        }
        widgets = {"authors": forms.Textarea(attrs={"rows": 5}), "private_note": forms.Textarea(attrs={"rows": 3})}


@admin.register(Reference)
class ReferenceAdmin(Arriving):
    form = ReferenceForm
    fixed = ("key",)
    list_display = ["key", "title", "issued", "container", "design"]
    list_filter = ["type"]
    search_fields = ["key", "authors", "title", "container", "issued", "doi", "pmid", "pmcid", "isbn"]
    fieldsets = [
        (None, {"fields": ["key", "type", "title", "authors", "issued"]}),
        ("Where it appeared", {"fields": ["container", NUMBERS, ("doi", "pmid"), ("url", "accessed")]}),
        ("What readers are told of it", {"fields": ["design", "finding"]}),
        ("For the staff", {"fields": ["private_note", "shown_on"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        found = path("find/", self.admin_site.admin_view(self.find), name="articles_reference_find")
        return [found, *super().get_urls()]

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
            places = ("key", "authors", "title", "container", "issued")
            found = found.filter(Q(*((f"{place}__icontains", word) for place in places), _connector=Q.OR))
        return found
