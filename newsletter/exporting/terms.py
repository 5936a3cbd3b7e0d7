"""Whom an export takes: what somebody chose, as it was then, in plain values that the record keeps.

A segment is written down by its conditions: whoever changes it later changes nothing about what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from articles.models.topic import Topic
from newsletter.models.segment import Label, Segment, chosen
from newsletter.models.subscriber import State, Subscriber, SubscriberQuerySet


@dataclass(frozen=True)
class Conditions:
    """What `chosen` asks; days as ISO 8601. A topic or label that is gone since is borne by nobody."""

    topics: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    joined_from: str = ""
    joined_until: str = ""
    source: str = ""

    @classmethod
    def of(cls, segment: Segment) -> Conditions:
        topics, labels = (list(each.values_list("pk", flat=True)) for each in (segment.topics, segment.labels))
        days = (segment.joined_from, segment.joined_until)
        return cls(topics, labels, *(day.isoformat() if day else "" for day in days), segment.source)

    def among(self, people: SubscriberQuerySet) -> SubscriberQuerySet:
        return chosen(
            among=people,
            topics=[Topic(pk=pk) for pk in self.topics],
            labels=[Label(pk=pk) for pk in self.labels],
            joined_from=_day(self.joined_from),
            joined_until=_day(self.joined_until),
            source=self.source,
        )


@dataclass(frozen=True)
class Terms:
    state: str = ""
    conditions: list[Conditions] = field(default_factory=list)  # all of them
    part: str = ""  # of the address
    words: str = ""

    @classmethod
    def kept(cls, state: str, terms: dict[str, Any]) -> Terms:
        """As a record holds them."""
        conditions = [Conditions(**each) for each in terms.get("conditions", [])]
        return cls(state, conditions, terms.get("part", ""), terms.get("words", ""))

    def as_json(self) -> dict[str, Any]:
        kept = asdict(self)
        del kept["state"]
        return kept

    def people(self) -> SubscriberQuerySet:
        found = Subscriber.objects.in_state(self.state)
        for conditions in self.conditions:
            found = conditions.among(found)
        return found.filter(key__contains=self.part.casefold()) if self.part else found

    def has_more_than(self, number: int) -> bool:
        """Without counting further than that."""
        return self.people().order_by()[: number + 1].count() > number


def in_words(
    *,
    state: str = "",
    segment: object = None,
    topics: Iterable[object] = (),
    labels: Iterable[object] = (),
    joined_from: date | None = None,
    joined_until: date | None = None,
    source: str = "",
    part: str = "",
) -> str:
    """What was chosen, for people: “Subscribed; label Congress”."""

    def said() -> Iterator[str]:
        yield State(state).label if state else "Everybody"
        told = [("in segment", segment), ("topic", _either(topics)), ("label", _either(labels))]
        told += [("confirmed from", joined_from), ("confirmed until", joined_until)]
        told += [("joined on", source), ("address with", part)]
        yield from (f"{name} {what}" for name, what in told if what)

    return "; ".join(said())


def _either(things: Iterable[object]) -> str:
    return " or ".join(map(str, things))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
