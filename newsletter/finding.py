"""Whom staff look for among a million: newest first, page by page by key, each page after a bounded look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from newsletter.models.subscriber import Subscriber, SubscriberQuerySet
from newsletter.wanted import Wanted

SHOWN = 50  # people on a page
FIRST = 2000  # of the newest that are looked through before anything else is asked
FEW = 50_000  # people whom a condition may concern to be looked up by it alone
AT_ONCE = 5000  # of them
THEN = (20_000, 100_000)  # that are looked through where each condition concerns many
COUNTED = 1000  # people are counted, of more it is estimated
ESTIMATE = {
    "postgresql": "SELECT reltuples FROM pg_class WHERE oid = 'newsletter_subscriber'::regclass",
    "sqlite": "SELECT max(id) FROM newsletter_subscriber",
}


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind the person of this key, towards those who came before or, `is_up`, after them."""

    key: int | None = None
    is_up: bool = False

    def behind(self, rows: QuerySet[Any], name: str = "pk") -> QuerySet[Any]:
        rows = self.sorted(rows, name)
        return rows if self.key is None else rows.filter(**{f"{name}__{'gt' if self.is_up else 'lt'}": self.key})

    def sorted(self, rows: QuerySet[Any], name: str = "pk") -> QuerySet[Any]:
        return rows.order_by(name if self.is_up else f"-{name}")

    def is_passed_by(self, key: int) -> bool:
        """Whether that person stands behind this place."""
        return self.key is None or (key > self.key if self.is_up else key < self.key)

    @property
    def within(self) -> str:
        """The condition that one is not behind an edge."""
        return "pk__lte" if self.is_up else "pk__gte"

    def from_on(self, key: int) -> Place:
        """So that the person of this key is the first."""
        return Place(key - 1 if self.is_up else key + 1, self.is_up)


@dataclass(frozen=True)
class Found:
    """`people` newest first. `older` and `newer` are keys to go on from, where there is somebody. `looked_to` is where
    the look ended before the page was full or the list at its end; `number` of all who fit, if they are all here."""

    people: list[Subscriber] = field(default_factory=list)
    older: int | None = None
    newer: int | None = None
    looked_to: int | None = None
    number: int | None = None
    is_up: bool = False


def look(wanted: Wanted, place: Place | None = None, *, most: int = SHOWN) -> Found:
    """One page. At most 122,000 people are looked through for it, whatever is asked."""
    place = place or Place()
    rows: list[Subscriber] = []
    edge = None
    for stretch in _stretches(wanted, place):
        rows += stretch.people[: most + 1 - len(rows)]
        edge = stretch.edge
        if len(rows) > most or edge is None:
            break
    is_more, people = len(rows) > most, rows[:most]
    onward = people[-1].pk if is_more else None
    back = people[0].pk if people and place.key is not None else None
    return Found(
        people=people[::-1] if place.is_up else people,
        older=back if place.is_up else onward,
        newer=onward if place.is_up else back,
        looked_to=None if is_more else edge,
        number=len(people) if place.key is None and not is_more and edge is None else None,
        is_up=place.is_up,
    )


def keys_of(wanted: Wanted, *, up_to: int | None, most: int, at_once: int) -> Iterator[list[int]]:
    """The keys of all who fit, in batches, the newest first; of more than `most` the rest is not looked for."""
    place = Place() if up_to is None else Place(up_to + 1)
    while most > 0:
        found = look(wanted, place, most=min(at_once, most))
        if found.people:
            yield [person.pk for person in found.people]
        most -= len(found.people)
        following = found.older if found.looked_to is None else found.looked_to
        if following is None:
            return
        place = Place(following)


def about_how_many() -> tuple[int, bool]:
    """How many people are kept, and whether that is an estimate: a million are not counted to be told of."""
    number = Subscriber.objects.order_by("pk")[: COUNTED + 1].count()
    if number <= COUNTED:
        return number, False
    with connection.cursor() as cursor:
        cursor.execute(ESTIMATE[connection.vendor])
        estimate = cursor.fetchone()[0]
    last = Subscriber.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return max(int(estimate if estimate > 0 else last), number), True


@dataclass(frozen=True)
class _Stretch:
    """Who fits in a part of the list. Without `edge` the list ends with it."""

    people: SubscriberQuerySet
    edge: int | None = None


def _stretches(wanted: Wanted, place: Place) -> Iterator[_Stretch]:
    """The first of the list; then all whom one of the conditions concerns if they are few, else more and more."""
    if wanted.is_empty:
        yield _Stretch(place.behind(wanted.people()))
        return
    begin = _begin(wanted, place)
    if begin is None:
        yield _Stretch(Subscriber.objects.none())
        return
    yield (stretch := _stretch(wanted, begin, FIRST))
    rest = Place(stretch.edge, place.is_up)
    if (few := wanted.few(FEW)) is not None:
        yield from _among(wanted, rest, few)
        return
    for many in THEN:
        yield (stretch := _stretch(wanted, rest, many))
        rest = Place(stretch.edge, place.is_up)


def _among(wanted: Wanted, place: Place, few: list[int]) -> Iterator[_Stretch]:
    """Whom of these keys the other conditions concern as well."""
    keys = sorted((key for key in few if place.is_passed_by(key)), reverse=not place.is_up)
    for start in range(0, max(len(keys), 1), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        is_last = start + AT_ONCE >= len(keys)
        yield _Stretch(place.sorted(wanted.people().filter(pk__in=some)), None if is_last else some[-1])


def _begin(wanted: Wanted, place: Place) -> Place | None:
    """Not before the first whom each condition concerns that is kept in order of key; nothing where there is none."""
    for keys, name in wanted.in_order():
        first = place.behind(keys, name).values_list(name, flat=True).first()
        if first is None:
            return None
        place = place.from_on(first)
    return place


def _stretch(wanted: Wanted, place: Place, many: int) -> _Stretch:
    """Those who fit among so many behind `place`."""
    edge = place.behind(Subscriber.objects.all()).values_list("pk", flat=True)[many - 1 : many].first()
    people = place.behind(wanted.people())
    return _Stretch(people if edge is None else people.filter(**{place.within: edge}), edge)
