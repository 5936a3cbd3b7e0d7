"""The public lists: which rows, in which order. Each has a name, under which its length and pages are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from articles.models.filing import PublishedQuestion, PublishedRecord, PublishedTopic
from articles.models.listing import ListChange, Listing
from articles.models.person import Person
from articles.models.publication import Publication
from articles.models.reference import Reference

A_PAGE = 20
NEWEST = ("-shown_at", "-publication_id")


@dataclass(frozen=True)
class Listed:
    """`keys` sort its rows as `order_by` does, and tell any two of them apart."""

    name: str
    unsorted: QuerySet[Any]
    keys: tuple[str, ...]

    @property
    def rows(self) -> QuerySet[Any]:
        return self.unsorted.order_by(*self.keys)

    def since(self, start: list[Any]) -> QuerySet[Any]:
        """The rows from that with the sort keys `start` on; the first key alone bounds the walk through the index."""
        first, value = self.keys[0], start[0]
        return self.rows.filter(Q(**{_lookup(first, "e"): value}), _after(self.keys, start))

    def keys_of(self, rows: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
        return rows.values_list(*(key.removeprefix("-") for key in self.keys)).iterator(chunk_size=2000)


def _lookup(key: str, or_equal: str = "") -> str:
    return f"{key.removeprefix('-')}__{'lt' if key.startswith('-') else 'gt'}{or_equal}"


def _after(keys: tuple[str, ...], start: list[Any]) -> Q:
    """At or after `start`, key by key."""
    if len(keys) == 1:
        return Q(**{_lookup(keys[0], "e"): start[0]})
    return Q(**{_lookup(keys[0]): start[0]}) | Q(**{keys[0].removeprefix("-"): start[0]}) & _after(keys[1:], start[1:])


def articles() -> Listed:
    return Listed("articles", Publication.objects.filter(kind="article"), ("-shown_at", "-pk"))


def texts(topic: int) -> Listed:
    """All pages under a topic but strains, as PublishedTopic."""
    return Listed(f"texts:{topic}", PublishedTopic.objects.filter(topic=topic, is_strain=False), NEWEST)


def strains(topic: int) -> Listed:
    return Listed(f"strains:{topic}", PublishedTopic.objects.filter(topic=topic, is_strain=True), NEWEST)


def asked(topic: int | None) -> Listed:
    """Questions of pages whose first topic it is, or general ones: those of the general page, then of pages without a
    topic."""
    about = PublishedQuestion.objects.filter(topic=topic) if topic else PublishedQuestion.objects.filter(topic=None)
    return Listed(f"asked:{topic or 0}", about, ("rank", *NEWEST, "ordering", "pk"))


def showing(record: str) -> Listed:
    """Pages whose readers see the record called so, as PublishedRecord; "reviewer:ash" are those that Ash signed."""
    return Listed(record, PublishedRecord.objects.filter(name=record), NEWEST)


def references() -> Listed:
    return Listed(
        "references", Reference.objects.filter(_is_shown("reference"), merged_into=None), ("by_author", "key")
    )


def people() -> Listed:
    shown = Q(_is_shown("person")) | Q(_is_shown("reviewer"))
    return Listed("people", Person.objects.filter(shown), ("name", "key"))


def _is_shown(kind: str) -> Exists:
    return Exists(PublishedRecord.objects.filter(name=Concat(Value(f"{kind}:"), OuterRef("key"))))


WHOLE: dict[str, Callable[[], Listed]] = {"articles": articles, "references": references, "people": people}
OF_TOPICS: dict[str, Callable[[int], Listed]] = {"texts": texts, "strains": strains, "asked": asked}


def called(name: str) -> Listed:
    kind, _, key = name.partition(":")
    if kind in OF_TOPICS:
        return OF_TOPICS[kind](int(key))
    return WHOLE[name]() if name in WHOLE else showing(name)


def look_again_due() -> int:
    """Look again at the lists that changed; returns how many there were. For the worker."""
    names = set(ListChange.objects.order_by().values_list("name", flat=True).distinct()[:1000])
    for name in sorted(names):
        look_again(name)
    return len(names)


def look_again_at_all() -> None:
    """What nobody noticed is mended within the hour: a topic that was deleted, a row that was mended by hand."""
    ListChange.note(Listing.objects.values_list("name", flat=True))


def look_again(name: str) -> None:
    """Changes are read before the rows: one that commits meanwhile keeps its mark."""
    listed = called(name)
    with transaction.atomic():
        Listing.objects.get_or_create(name=name, defaults={"count": 0})
        listing = Listing.objects.select_for_update().get(name=name)
        seen = list(ListChange.objects.filter(name=name).values_list("pk", flat=True))
        listing.starts, listing.count = _measured(listed)
        listing.save()
        ListChange.objects.filter(pk__in=seen).delete()


def _measured(listed: Listed) -> tuple[list[list[Any]], int]:
    starts, count, rows = [], 0, listed.keys_of(listed.rows)
    while page := list(islice(rows, A_PAGE)):
        starts.append([key.isoformat() if isinstance(key, datetime) else key for key in page[0]])
        count += len(page)
    return starts, count
