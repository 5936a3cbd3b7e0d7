"""The writing screen as a browser has it: the fields it was given, what is typed into them, and what is sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from articles.models import Page


class Screen:
    """Opened by somebody who is signed in; `fields` is what would be sent."""

    def __init__(self, client: Client, page: Page) -> None:
        self.client, self.page = client, page
        self.read(client.get(self.address("change")))

    def read(self, response: HttpResponse) -> None:
        form = html.fromstring(response.content.decode()).forms
        sent = next(f for f in form if f.get("id", "").endswith("_form")).form_values()
        self.fields = {name: value.removeprefix("\n") for name, value in sent}  # HTML drops the first one in a textarea

    def address(self, screen: str) -> str:
        return reverse(f"admin:articles_{self.page._meta.model_name}_{screen}", args=[self.page.pk])

    def type(self, **typed: str) -> Screen:
        self.fields |= typed
        return self

    def add(self, prefix: str, **typed: Any) -> Screen:
        """A new row at the end of a formset."""
        number = int(self.fields[f"{prefix}-TOTAL_FORMS"])
        self.fields |= {f"{prefix}-{number}-{name}": str(value) for name, value in ({"ordering": 900} | typed).items()}
        if prefix not in ("faq", "effects", "alkaloids", "amounts"):
            self.fields[f"{prefix}-{number}-region"] = "main"
        self.fields[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        return self

    def save(self, button: str = "_continue") -> HttpResponse:
        return self.client.post(self.address("change"), self.fields | {button: "1"})

    def preview(self) -> HttpResponse:
        return self.client.post(self.address("preview"), self.fields)


class Settling:
    """Theirs and mine side by side; `sides` says whose is chosen, by what it is about."""

    def __init__(self, screen: Screen, response: HttpResponse) -> None:
        self.client, self.text = screen.client, response.content.decode()
        self.form = next(form for form in html.fromstring(self.text).forms if form.get("class") == "settling")
        self.fields = dict(self.form.form_values())
        told = [(fieldset, fieldset.find("legend")) for fieldset in self.form.iter("fieldset")]
        self.keys = {legend.text.strip(): fieldset.find(".//input").get("name") for fieldset, legend in told}
        self.notes = {legend.text.strip(): legend.find("span").text for _, legend in told}

    @property
    def sides(self) -> dict[str, str]:
        return {what: self.fields[key] for what, key in self.keys.items()}

    def take(self, side: str, *things: str) -> Settling:
        self.fields |= {self.keys[what]: side for what in things}
        return self

    def press(self, button: str = "_merged") -> HttpResponse:
        return self.client.post(self.form.action, self.fields | {button: ""})
