"""The one door for what is told of a delivery afterwards, whoever tells it: each telling counts once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from newsletter.handover import DOUBT
from newsletter.models.campaign import Campaign, State
from newsletter.models.consent import ConsentEvent
from newsletter.models.delivery import Delivery, DeliveryEvent, Fate
from newsletter.models.issue import TAKEN
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression
from newsletter.tokens import keyed_hash

KINDS = {kind for kind, _ in DeliveryEvent.KINDS}
HANDED = {Fate.SENDING, Fate.ACCEPTED, Fate.IN_DOUBT}
# What a telling makes of a delivery, and of which. A complaint wins: only who got a letter can complain of it.
MOVES = {
    "delivered": (Fate.DELIVERED, HANDED),
    "bounced": (Fate.BOUNCED, HANDED | {Fate.DELIVERED}),
    "complained": (Fate.COMPLAINED, set(Fate) - {Fate.COMPLAINED}),
}
TOLD = {fate for fate, _ in MOVES.values()}
# It came back for what the letter is, or for who sent it; the mailbox may be a good one (RFC 3463 §3.2 to §3.8).
NOT_THE_MAILBOX = re.compile(r"5\.(?:1\.[78]|2\.[23]|[34567]\.\d+)(?!\d)")
REASONS = {
    "bounced": Suppression.Reason.BOUNCED,
    "complained": Suppression.Reason.COMPLAINED,
    "left": Suppression.Reason.LEFT,
}
FEWEST = 3  # complaints: of a few letters, one is many in a thousand
LONGEST = 120
MAILBOX = re.compile(r"\S*(?:@|%40)\S*")


class NoSuchDelivery(Exception):
    """Nobody was ever to get this letter, or its campaign is gone."""


@dataclass(frozen=True)
class Telling:
    """`kind` is one of DeliveryEvent's: "bounced" came back for good, "deferred" is still tried. `token` is what the
    teller knows this telling by; `detail` begins with the enhanced status code (RFC 3463) where there is one."""

    delivery: int
    kind: str
    source: str
    token: str
    detail: str = ""
    at: datetime = field(default_factory=timezone.now)

    @property
    def key(self) -> str:
        """The same for the same telling, and nothing that a provider knows a person by."""
        return keyed_hash("event", f"{self.source} {self.delivery} {self.kind} {self.token}")

    @property
    def said(self) -> str:
        """The detail as it may be kept: one line, nobody's address."""
        line = " ".join(MAILBOX.sub("[address]", self.detail.replace("\0", "")).split())
        return line[:LONGEST]

    @property
    def is_about_the_person(self) -> bool:
        """Nothing may be sent to them any more."""
        return self.kind in REASONS and not (self.kind == "bounced" and NOT_THE_MAILBOX.match(self.detail))


def tell(delivery: int, kind: str, *, source: str, token: str, detail: str = "", at: datetime | None = None) -> bool:
    """False where this was told before. Raises NoSuchDelivery."""
    return tell_all([Telling(delivery, kind, source, token, detail, at or timezone.now())]) == 1


@transaction.atomic
def tell_all(tellings: Sequence[Telling]) -> int:
    """All of them or none; returns how many are news. Campaigns are locked before deliveries, each in order of key, so
    that no two callers wait for each other. Raises NoSuchDelivery."""
    keys = {telling.delivery for telling in tellings}
    accused = {telling.delivery for telling in tellings if telling.kind == "complained"}
    list(Campaign.objects.select_for_update(no_key=True).filter(deliveries__in=accused).order_by("pk").values("pk"))
    rows = Delivery.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    deliveries = {delivery.pk: delivery for delivery in rows}
    if keys - deliveries.keys():
        raise NoSuchDelivery
    news = sum(_note(deliveries[telling.delivery], telling) for telling in tellings)
    for campaign in {deliveries[pk].campaign_id for pk in accused}:
        _weigh(Campaign.objects.get(pk=campaign))
    return news


def _note(delivery: Delivery, telling: Telling) -> bool:
    """The row is locked: nobody else tells of this delivery now."""
    if DeliveryEvent.objects.filter(token=telling.key).exists():
        return False
    told = {"kind": telling.kind, "source": telling.source, "detail": telling.said, "happened_at": telling.at}
    delivery.events.create(token=telling.key, **told)
    _move(delivery, telling)
    if telling.is_about_the_person:
        _suppress(delivery, REASONS[telling.kind])
    return True


def _move(delivery: Delivery, telling: Telling) -> None:
    """`settled_at` stays when the mail server answered; what the row says of a doubt stays too. Of a letter that was
    in doubt and waits to go out again it may be told that the first one arrived: then it need not."""
    fate, sources = MOVES.get(telling.kind, (None, set()))
    was_doubtful = delivery.reason.startswith(DOUBT)
    is_answer = was_doubtful and telling.kind == "delivered" and delivery.fate not in TOLD
    if fate is None or delivery.handed_at is None or not (delivery.fate in sources or is_answer):
        return
    delivery.fate, delivery.leased_until = fate, None
    delivery.reason = delivery.reason if was_doubtful else telling.said
    delivery.settled_at = delivery.settled_at or timezone.now()
    delivery.save(update_fields=["fate", "leased_until", "reason", "settled_at"])


def _suppress(delivery: Delivery, reason: Suppression.Reason) -> None:
    """At once, for every campaign. The person stays a subscriber who gets nothing: leaving is an act of their own,
    and its proof says by which button; only their own confirmed wish lifts this. Who moved after the letter was handed
    over confirmed that wish since, and the mailbox that it is told of is no longer theirs."""
    handed_at = delivery.handed_at or timezone.now()
    moved = ConsentEvent.objects.filter(kind=ConsentEvent.Kind.MOVED, happened_at__gt=handed_at)
    people = Subscriber.objects.filter(deliveries=delivery.pk).exclude(pk__in=moved.values("subscriber"))
    digests = people.values_list("digest", flat=True)
    banned = [Suppression(digest=digest, reason=reason) for digest in digests]
    Suppression.objects.bulk_create(banned, ignore_conflicts=True)


def _weigh(campaign: Campaign) -> None:
    """Too many complaints: it rests, until a person has looked into it."""
    rows = Delivery.objects.filter(campaign=campaign)
    many = rows.filter(fate=Fate.COMPLAINED).count()
    if many < FEWEST or campaign.state not in (State.FREEZING, State.SENDING):
        return
    accepted = rows.filter(fate__in=TAKEN).count()
    if many * 1000 >= settings.NEWSLETTER_COMPLAINTS_PER_MILLE * accepted:
        why = f"{many} of {accepted:,} reported it as spam. From {settings.NEWSLETTER_COMPLAINTS_PER_MILLE} in 1,000 on"
        campaign.go(State.PAUSED, by=None, why=f"{why} mail services begin to refuse.")
