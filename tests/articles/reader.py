"""A reader at the end of a page: presses, types, sends, as a browser without script does."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from articles.models import Publication

OURS = {"Sec-Fetch-Site": "same-origin"}


def tell(publication: Publication, path: str = "", /, *, headers: dict[str, str] = OURS, **said: Any) -> HttpResponse:
    """Post what the form of `publication` would; `said` is what was typed or pressed, and where from."""
    extra = {name: said.pop(name) for name in list(said) if name.isupper()}
    sent = {"revision": publication.revision_id, "website": ""} | said
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/{path or publication.path}/feedback/", sent, headers=headers, **extra)


def report(publication: Publication, words: str = "The dose is wrong.", path: str = "", **more: Any) -> HttpResponse:
    return tell(publication, path, verdict="error", words=words, **more)
