"""The settings of the site: one record, whose menu and footer are written as plain lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles.admin.confirming import Confirming
from articles.models import SiteSettings

Link = dict[str, str]
LETTER = ["letter_title", "letter_text", "consent", "sender_name", "sender_email", "postal_address"]
BEGINNINGS = ("/", "https://", "http://", "mailto:")


class LinesField(forms.CharField):
    """Text for people, lists for templates: `read` makes the one of the other, `write` the other way."""

    def __init__(self, *, read: Callable[[str], Any], write: Callable[[Any], str], rows: int, help_text: str) -> None:
        self.read, self.write = read, write
        lines = forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})
        super().__init__(required=False, widget=lines, help_text=help_text)

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else self.write(value or [])

    def clean(self, value: str) -> Any:
        return self.read(super().clean(value))

    def has_changed(self, initial: Any, data: str | None) -> bool:
        return super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n").strip())


def read_menu(text: str) -> list[Link]:
    return read_all(text, read_link)


def read_footer(text: str) -> list[dict[str, Any]]:
    """A line without a bar is a heading; the links below it are its own."""
    groups: list[dict[str, Any]] = []
    for entry in read_all(text, lambda line: read_link(line) if "|" in line else line):
        if isinstance(entry, str) or not groups:
            groups.append({"heading": entry if isinstance(entry, str) else "", "links": []})
        if isinstance(entry, dict):
            groups[-1]["links"].append(entry)
    return groups


def read_all(text: str, read: Callable[[str], Any]) -> list[Any]:
    """Every line that is not empty; all that is wrong is told at once, with the number of its line."""
    entries, errors = [], []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            entries += [read(line.strip())] if line.strip() else []
        except ValueError as error:
            errors.append(f"Line {number}: {error}")
    if errors:
        raise ValidationError(errors)
    return entries


def read_link(line: str) -> Link:
    label, _, url = (part.strip() for part in line.partition("|"))
    if not label or not url:
        raise ValueError("write words, a bar and an address, as in “Articles | /articles/”.")
    if not url.startswith(BEGINNINGS) or url.startswith("//") or " " in url:
        raise ValueError(f"“{url}” is no address. Begin it with / or https://.")
    return {"label": label, "url": url}


def write_menu(links: list[Link]) -> str:
    return "\n".join(f"{link['label']} | {link['url']}" for link in links)


def write_footer(groups: list[dict[str, Any]]) -> str:
    return "\n\n".join(f"{group['heading']}\n{write_menu(group['links'])}".strip() for group in groups)


class SiteForm(forms.ModelForm):
    menu = LinesField(read=read_menu, write=write_menu, rows=6, help_text="One link a line: Articles | /articles/")
    footer = LinesField(
        read=read_footer,
        write=write_footer,
        rows=12,
        help_text="One link a line; a line without a bar is a heading over those below.",
    )


@admin.register(SiteSettings)
class SiteAdmin(Confirming):
    form = SiteForm
    autocomplete_fields = ["pinned"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": ["name", "publisher", "description", ("licence", "licence_url"), "pinned"]}),
        ("Said on every page", {"fields": ["disclaimer", "emergency", "unreviewed"]}),
        ("Newsletter", {"fields": LETTER}),
        ("Ways through the site", {"fields": ["menu", "footer"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteSettings | None:
        """The one record, also before anybody saved it."""
        current = SiteSettings.current()
        current.pk = 1
        return self.with_typed(request, current) if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_sitesettings_change", args=[1]))

    def done(self, request: HttpRequest, obj: SiteSettings) -> HttpResponse:
        self.message_user(request, "Saved. Readers see it now.", messages.SUCCESS)
        return HttpResponseRedirect(request.path)
