"""The library's screens, as an editor uses them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client


def address(record: Any, screen: str = "change") -> str:
    return f"/admin/articles/{record._meta.model_name}/{record.pk}/{screen}/"


def typed(client: Client, record: Any, **changed: object) -> HttpResponse:
    """Open the form, type what is `changed`, save."""
    return client.post(address(record), {**form_of(client, record), **changed})


def form_of(client: Client, record: Any) -> dict[str, object]:
    """What the form holds when it is opened."""
    context = client.get(address(record)).context
    form = context["adminform"].form
    held = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in held.items() if value not in (None, False)} | {
        "based_on": context["based_on"]
    }


def asked(client: Client, record: Any) -> dict[str, Any]:
    """What the screen that asks for a second look is told."""
    return client.get(address(record, "confirm")).context


def confirm(client: Client, record: Any, press: str = "_confirm", **more: object) -> HttpResponse:
    """Press a button of that screen."""
    shown = asked(client, record)
    return client.post(
        address(record, "confirm"), {"typed": shown["amendment"].pk, "seen": shown["seen"], press: "1"} | more
    )
