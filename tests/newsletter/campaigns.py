"""Campaigns to try the ledger with: a short letter, ready to be sent to whoever is named."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from newsletter.addresses import parse
from newsletter.audience import write_audience
from newsletter.models import Campaign, Delivery, Issue, Subscriber
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from newsletter.models.suppression import digest_of
from newsletter.stencil import HOLES

LETTER = (
    "From: news@example.org\r\n"
    f"To: {HOLES['address']}\r\n"
    "Subject: A letter\r\n"
    f"Message-ID: <{HOLES['id']}@example.org>\r\n"
    f"List-Unsubscribe: <{HOLES['leave']}>\r\n"
    "\r\n"
    "Good morning.\r\n"
    ".\r\n"
    "That full stop was alone on its line.\r\n"
).encode()


def people(many: int, domain: str = "example.org") -> list[Subscriber]:
    """Subscribers since days ago."""
    ago = timezone.now() - timedelta(days=3)
    addresses = [parse(f"reader{number}@{domain}") for number in range(many)]
    Subscriber.objects.bulk_create(
        (
            Subscriber(address=str(one), key=one.key, digest=digest_of(one.key), created_at=ago, confirmed_at=ago)
            for one in addresses
        ),
        batch_size=5000,
    )
    return list(Subscriber.objects.filter(key__in=[one.key for one in addresses]).order_by("pk"))


def getting_ready(**more: object) -> Campaign:
    """A campaign whose letter is frozen and whose recipients are not."""
    campaign = Campaign.objects.create(subject="A letter", **more)
    Issue.objects.create(campaign=campaign, subject="A letter", message=LETTER, html="", text="", sha256="")
    for state in (State.CHECKED, State.SCHEDULED, State.FREEZING):
        campaign.go(state, by=None)
    return campaign


def under_way(many: int = 0, **more: object) -> Campaign:
    """A campaign that is being sent to everybody who is there, and to `many` more."""
    people(many)
    campaign = getting_ready(**more)
    while not write_audience(campaign):
        pass
    campaign.go(State.SENDING, by=None)
    return campaign


def fates(campaign: Campaign | None = None) -> dict[str, int]:
    """How many of each fate that there is any of."""
    rows = Delivery.objects.filter(campaign=campaign) if campaign else Delivery.objects.all()
    return {Fate(fate).name: many for fate, many in rows.tally().items() if many}
