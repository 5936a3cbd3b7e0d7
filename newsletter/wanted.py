"""What staff may look for, as conditions; those that an index answers can also tell whom they concern."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models.showing import midnight
from newsletter.addresses import NotAnAddress, parse
from newsletter.models.consent import ConsentEvent
from newsletter.models.segment import Labelling
from newsletter.models.subscriber import State, Subscriber, SubscriberQuerySet
from newsletter.models.suppression import Suppression

SHORT = 3  # letters; of fewer only the beginning of an address is looked at
ANY = "any"  # whatever the reason
WORD = re.compile(r"[^\W_]{3}")  # the least that PostgreSQL's trigrams begin to help with
# The index of migration 0008 on SQLite. It knows which addresses hold three letters in a row, not where.
HOLDING = "SELECT rowid FROM newsletter_subscriber_text WHERE newsletter_subscriber_text MATCH %s LIMIT %s"
Choosing = Subscriber.topics.through


@dataclass(frozen=True)
class Wanted:
    """Every condition that is filled in must hold. `text` is an address or part of one."""

    text: str = ""
    state: str = ""
    label: int | None = None
    topic: int | None = None
    joined_from: date | None = None
    joined_until: date | None = None
    source: str = ""
    is_paused: bool = False
    suppressed: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, each.name) for each in fields(self))

    def people(self) -> SubscriberQuerySet:
        """What stands in other tables is looked up for each person anew, never joined: a join may read a whole table
        where the database thinks that few are concerned."""
        found = Subscriber.objects.in_state(self.state).filter(**self._named, **self._joined)
        for name, rows in self._elsewhere():
            found = found.alias(**{name: Subquery(rows.order_by().values("pk")[:1])}).filter(
                **{f"{name}__isnull": False}
            )
        return found.filter(paused_until__gt=timezone.now()) if self.is_paused else found

    def _elsewhere(self) -> Iterator[tuple[str, QuerySet[Any]]]:
        if self.label:
            yield "labelled", self._labelled.filter(content_object=OuterRef("pk"))
        if self.topic:
            yield "choosing", self._choosing.filter(subscriber=OuterRef("pk"))
        if self._page:
            yield "joining", self._joining.filter(subscriber=OuterRef("pk"))
        if self.suppressed:
            yield "banned", self._suppressing.filter(digest=OuterRef("digest"))

    def few(self, most: int) -> list[int] | None:
        """The keys of all whom one of the conditions concerns, where they are not more than `most`."""
        found = (list(keys[: most + 1]) for keys in self._concerned(most))
        return next((keys for keys in found if len(keys) <= most), None)

    def in_order(self) -> Iterator[tuple[QuerySet[Any], str]]:
        """Whom those conditions concern that are kept in order of key, each with what the key is called there."""
        if self.label:
            yield self._labelled, "content_object_id"
        if self.state in (State.LEFT, State.PENDING):
            yield Subscriber.objects.in_state(self.state), "pk"

    def _concerned(self, most: int) -> Iterator[QuerySet[Any]]:
        if self._named and (keys := self._looked_up(most)) is not None:
            yield keys
        if self.label:
            yield self._labelled.values_list("content_object", flat=True)
        if self.topic:
            yield self._choosing.values_list("subscriber", flat=True)
        if self._joined:
            yield Subscriber.objects.filter(**self._joined).values_list("pk", flat=True)
        if self._page:
            yield self._joining.values_list("subscriber", flat=True)
        yield from self._hindered(most)

    def _hindered(self, most: int) -> Iterator[QuerySet[Any]]:
        """Who gets nothing just now."""
        if self.state in (State.LEFT, State.PENDING):
            yield Subscriber.objects.in_state(self.state).values_list("pk", flat=True)
        if self.is_paused:
            yield Subscriber.objects.filter(paused_until__gt=timezone.now()).values_list("pk", flat=True)
        if self.suppressed and len(self._suppressing.order_by().values_list("pk")[: most + 1]) <= most:
            banned = self._suppressing.order_by().values("digest")[:most]
            yield Subscriber.objects.filter(digest__in=banned).values_list("pk", flat=True)

    @cached_property
    def _named(self) -> dict[str, str]:
        """A whole address is that person alone, if they are kept; otherwise it is part of others'."""
        if not self.text:
            return {}
        if (key := key_of(self.text)) and Subscriber.objects.filter(key=key).exists():
            return {"key": key}
        part = part_of(self.text)
        return {"key__contains" if len(part) >= SHORT else "key__startswith": part}

    def _looked_up(self, most: int) -> QuerySet[Any] | None:
        """By index; nothing where none can help."""
        part, terms = self._named.get("key__contains", ""), self._named
        if part and connection.vendor == "sqlite":
            terms = {"pk__in": RawSQL(HOLDING, [trigrams(part), most + 1])}
        elif part and not WORD.search(part):
            return None
        elif (start := terms.get("key__startswith")) and connection.vendor == "sqlite":  # its LIKE goes by no index
            terms = {"key__gte": start, "key__lt": start[:-1] + chr(ord(start[-1]) + 1)}
        return Subscriber.objects.filter(**terms).values_list("pk", flat=True)

    @property
    def _joined(self) -> dict[str, Any]:
        joined = {}
        if self.joined_from:
            joined["confirmed_at__gte"] = midnight(self.joined_from)
        if self.joined_until:
            joined["confirmed_at__lt"] = midnight(self.joined_until + timedelta(days=1))
        return joined

    @property
    def _page(self) -> str:
        return self.source.strip("/ ")

    @property
    def _joining(self) -> QuerySet[ConsentEvent]:
        """Who confirmed what they asked for on the page."""
        return ConsentEvent.objects.filter(kind=ConsentEvent.Kind.CONFIRMED, page=self._page).order_by()

    @property
    def _labelled(self) -> QuerySet[Labelling]:
        return Labelling.objects.filter(tag=self.label)

    @property
    def _choosing(self) -> QuerySet[Any]:
        return Choosing.objects.filter(topic=self.topic)

    @property
    def _suppressing(self) -> QuerySet[Suppression]:
        """Whoever must not be written to, for this reason or any."""
        known = {} if self.suppressed == ANY else {"reason": self.suppressed}
        return Suppression.objects.filter(**known)


def key_of(text: str) -> str:
    """Of a whole address; nothing for what is none."""
    try:
        return parse(text).key
    except NotAnAddress:
        return ""


def part_of(text: str) -> str:
    """As it would stand in a key; a domain in letters of its own is written as mail servers know it (IDNA)."""
    part = unicodedata.normalize("NFKC", text).strip().casefold()
    local, at, domain = part.rpartition("@")
    try:
        return part if part.isascii() else local + at + domain.encode("idna").decode()
    except UnicodeError:
        return part


def trigrams(part: str) -> str:
    """As FTS5 wants them: each three letters in a row, quoted, so that nothing in them is an operator."""
    threes = dict.fromkeys(part[start : start + 3] for start in range(len(part) - 2))
    return " AND ".join('"{}"'.format(three.replace('"', '""')) for three in threes)
