"""A reference by its number: what Crossref or PubMed says of it fills in the fields that are still empty."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from articles.admin.record import RecordAdmin
from articles.arrivals import Arrival, sorted_out
from articles.importing.lookup import NotFound, look_up, number_of
from articles.models import Reference

LONGEST = 500  # of what is asked for: an address with a DOI is shorter


class LookingUp(RecordAdmin):
    """Nothing is saved by it, and nothing that was typed is lost or written over."""

    add_form_template = "admin/articles/reference_add.html"

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method != "POST" or "_lookup" not in request.POST:
            return super().add_view(request, form_url, extra_context)
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = request.POST.get("lookup", "")[:LONGEST]
        try:
            filled, wrong = self.filled(request, asked), ""
        except NotFound as reason:
            filled, wrong = {}, str(reason)
        shown = copy(request)  # the form once more, as if opened, with these values in it
        shown.method = "GET"
        shown.filled = self.typed(request) | filled
        context = {"lookup": asked if wrong else "", "lookup_wrong": wrong, **(extra_context or {})}
        return super().add_view(shown, form_url, context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return getattr(request, "filled", None) or super().get_changeform_initial_data(request)

    def typed(self, request: HttpRequest) -> dict[str, str]:
        fields = self.get_form(request).base_fields
        return {name: request.POST[name].replace("\x00", "") for name in fields if name in request.POST}

    def filled(self, request: HttpRequest, asked: str) -> dict[str, str]:
        """What was found, for fields where nothing is typed. Raises NotFound."""
        arrival = sorted_out([look_up(*number_of(asked))])[0]
        if arrival.known and arrival.state == "known":
            messages.warning(request, self.holds(arrival.known))
            return {}
        if not arrival.may_be_taken:
            raise NotFound(arrival.problem or "What was found cannot be used. Fill in the form yourself.")
        typed = {name for name, value in self.typed(request).items() if value.strip() and name != "type"}
        found = arrival_fields(arrival)
        self.tell(request, arrival, kept=[name for name in found if name in typed])
        return {name: value for name, value in found.items() if name not in typed}

    def tell(self, request: HttpRequest, arrival: Arrival, *, kept: list[str]) -> None:
        messages.info(request, "Filled in. Nothing is saved yet: look at each field against the source first.")
        if arrival.known:
            messages.warning(request, self.holds(arrival.known))
        if kept:
            labels = ", ".join(str(Reference._meta.get_field(name).verbose_name) for name in kept)
            messages.info(request, f"{capfirst(labels)}: what you typed was kept.")
        for note in arrival.notes:
            messages.warning(request, note)

    @staticmethod
    def holds(known: Reference) -> SafeString:
        link = reverse("admin:articles_reference_change", args=[known.pk])
        return format_html('The library holds this already, as <a href="{}">{}</a>.', link, known)


def arrival_fields(arrival: Arrival) -> dict[str, str]:
    """What it says, as the form takes it, with the key that is suggested."""
    said = {name: getattr(arrival.reference, name) for name in arrival.entry.fields}
    return {name: str(value) for name, value in said.items() if value} | {"key": arrival.key}
