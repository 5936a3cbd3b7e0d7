"""Two records of one source, side by side, and what would become of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django.utils.text import capfirst

from articles.admin.confirming import words_of
from articles.admin.outcome import outcome
from articles.admin.record import RecordAdmin
from articles.models import Conflict, Merger, Reference, Refused

SIDES = ("key", "type", "title", "authors", "editors", "container", "publisher", "place", "edition", "issued")
SIDES += ("volume", "issue", "pages", "doi", "pmid", "pmcid", "isbn", "url", "accessed", "design", "species", "n")
SIDES += ("funding", "finding", "free_url", "archived_url", "private_note")


class Other(forms.Form):
    other = forms.ModelChoiceField(
        Reference.objects.filter(merged_into=None),
        label="The other record",
        error_messages={
            "required": "Choose the other record.",
            "invalid_choice": "There is no such record, or it was merged already. Choose another one.",
        },
        widget=AutocompleteSelect(Reference._meta.get_field("merged_into"), site),
    )


@dataclass(frozen=True)
class Side:
    """A field in both records, and whether the one that is kept takes it over."""

    label: str
    kept: str
    other: str
    is_taken: bool


class Merging(RecordAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge)
        return [path("<path:object_id>/merge/", view, name="articles_reference_merge"), *super().get_urls()]

    def merge(self, request: HttpRequest, object_id: str) -> HttpResponse:
        kept = self.record_for(request, object_id)
        asked = request.POST if request.method == "POST" else request.GET
        form = Other(asked if "other" in asked else None)
        if not form.is_valid():  # shown empty: the widget knows no words for what is no number
            words = " ".join(form.errors.get("other", []))
            return self.two(request, kept, Other(), refused=words, status=400 if request.method == "POST" else 200)
        other = form.cleaned_data["other"]
        if not self.has_change_permission(request, other):
            raise PermissionDenied
        try:
            merger = Merger(kept, other)
            if request.method == "POST":
                return self.merged(request, merger)
        except Refused as refused:
            status = 409 if request.method == "POST" else 200
            return self.two(request, kept, form, refused=str(refused), status=status)
        return self.two(request, kept, form, merger=merger)

    def merged(self, request: HttpRequest, merger: Merger) -> HttpResponse:
        try:
            merger.confirm(by=request.user, seen=request.POST.get("seen", ""))
        except Conflict as conflict:
            fresh = Merger(*(Reference.objects.get(pk=record.pk) for record in (merger.kept, merger.other)))
            form = Other({"other": merger.other.pk})
            return self.two(request, fresh.kept, form, merger=fresh, refused=str(conflict), status=409)
        taken = ", ".join(str(Reference._meta.get_field(name).verbose_name) for name in merger.taken)
        told = f"Merged with {merger.other.key}, which is another name of it now. Taken over: {taken or 'nothing'}."
        self.log_change(request, merger.kept, told)
        self.log_change(request, merger.other, f"Merged into {merger.kept.key}.")
        self.message_user(request, "Merged. The pages that cite either of them follow.", messages.SUCCESS)
        return HttpResponseRedirect(self.screen_of(merger.kept, "change"))

    def two(
        self, request: HttpRequest, kept: Reference, form: Other, *, status: int = 200, refused: str = "", **more: Any
    ) -> HttpResponse:
        merger: Merger | None = more.get("merger")
        context = {
            **self.admin_site.each_context(request),
            "title": "Merge two records",
            "opts": self.opts,
            "media": self.media + form.media,
            "record": str(kept),
            "kept": kept,
            "address": self.screen_of(kept, "change"),
            "form": form,
            "refused": refused,
            "merger": merger,
        }
        if merger:
            context |= outcome(request, dict.fromkeys(merger.embed_names, merger.says()))
            context |= {"sides": list(sides(merger)), "also": urlencode({"other": merger.other.pk})}
            context["turned"] = f"{self.screen_of(merger.other, 'merge')}?{urlencode({'other': kept.pk})}"
        return TemplateResponse(request, "admin/articles/merge.html", context, status=status)


def sides(merger: Merger) -> Iterator[Side]:
    for name in SIDES:
        field = Reference._meta.get_field(name)
        kept, other = (words_of(record, field, getattr(record, name)) for record in (merger.kept, merger.other))
        if kept or other:
            yield Side(capfirst(field.verbose_name), kept, other, name in merger.taken)
