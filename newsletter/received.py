"""Who got a letter, and which letters somebody got: pages by key, so that a million rows are never counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from newsletter.models.campaign import Campaign
from newsletter.models.delivery import Delivery, Fate
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

SHOWN = 100  # recipients on a page
LAST = 50  # letters of a person


@dataclass(frozen=True)
class Page:
    """`after` is where the next page begins; nothing on the last one."""

    rows: list[Delivery]
    after: int | None


def recipients(campaign: Campaign, *, fate: int | None, after: int) -> Page:
    """In the order in which they were written down, after that key; of one fate, or of all."""
    found = Delivery.objects.filter(campaign=campaign, pk__gt=after).select_related("subscriber").order_by("pk")
    found = found if fate is None else found.filter(fate=fate)
    rows = list(found[: SHOWN + 1])
    return Page(rows[:SHOWN], rows[SHOWN - 1].pk if len(rows) > SHOWN else None)


def received_by(subscriber: Subscriber) -> QuerySet[Delivery]:
    """The last letters to a person, with what became of each and what was told of it."""
    found = Delivery.objects.filter(subscriber=subscriber).select_related("campaign").prefetch_related("events")
    return found.order_by("-pk")[:LAST]


def ban_of(subscriber: Subscriber) -> Suppression | None:
    """Why nothing is sent to somebody, if that is so."""
    return Suppression.objects.filter(digest=subscriber.digest).first()


def fate_named(text: str) -> int | None:
    """Of an address: a fate by its number, or nothing for what is none."""
    return int(text) if text in {str(fate.value) for fate in Fate} else None
