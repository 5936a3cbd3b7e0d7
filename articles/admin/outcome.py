"""What readers would get otherwise, if something that pages show said something else: which pages, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from articles.foresight import Foreseen, foresee
from articles.models import Revision
from articles.models.embedding import Said
from articles.paging import paged
from articles.rendering import render

A_PAGE = 10
NUMBER = re.compile(r"[1-9][0-9]{0,6}")


@dataclass(frozen=True)
class Touched:
    """A page that would change: its revision, whether readers see that now, and what would differ."""

    revision: Revision
    is_live: bool
    foreseen: Foreseen


def outcome(request: HttpRequest, said: Said, *, beside: Said | None = None) -> dict[str, Any]:
    """How many pages would change if the records named in `said` said that, and one screen of them. What comes along
    with those records is `beside`."""
    touched = Revision.objects.waiting_or_live().saying_otherwise(said)
    live = touched.filter(publication__isnull=False).count()
    total = touched.count()
    rows = touched.select_related("publication", "page").order_by("publication__title", "page_id", "pk")
    shown = paged(rows, numbered(request, "page"), count=total, size=A_PAGE)
    pages = list(drawn(shown["paging"], said | (beside or {})))
    return shown | {"live": live, "waiting": total - live, "pages": pages}


def drawn(revisions: Iterable[Revision], said: Said) -> Iterator[Touched]:
    """Each with what readers have now or will have at its hour, and what they would have instead."""
    for revision in revisions:
        after = revision.snapshot.with_records(revision.snapshot.records | said)
        live = getattr(revision, "publication", None)
        yield Touched(revision, live is not None, foresee(live.html if live else revision.html, render(after).html))


def numbered(request: HttpRequest, name: str) -> int:
    """Which page of a list is asked for; odd words ask for the first."""
    typed = request.GET.get(name, "")
    return int(typed) if NUMBER.fullmatch(typed) else 1
