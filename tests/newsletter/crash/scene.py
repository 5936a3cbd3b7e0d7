"""The database of a crash test: its people, its one campaign."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from articles.models.site import SiteSettings
from newsletter.models import Campaign, ConsentEvent, Delivery, Subscriber
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from tests.newsletter.campaigns import fates, getting_ready, people
from tests.newsletter.crash.account import Account, account_of

DOMAINS = ["one.example", "two.example", "three.example", "four.example"]

__all__ = ["account", "bring_forward", "fates", "is_over", "set_up", "somebody_leaves"]


def set_up(recipients: int, *, resend: bool) -> None:
    call_command("migrate", verbosity=0)
    SiteSettings(sender_name="Crash", sender_email="news@example.org", postal_address="1 Example Street").save()
    for domain in DOMAINS:
        people(recipients // len(DOMAINS), domain=domain)
    getting_ready(resend_in_doubt=resend)


def somebody_leaves() -> None:
    waiting = Subscriber.objects.active().filter(deliveries__fate=Fate.QUEUED).order_by("-pk")
    for person in waiting[:1]:
        person.leave(mechanism=ConsentEvent.Mechanism.LEAVE_LINK, network="")


def bring_forward() -> None:
    Delivery.objects.filter(fate=Fate.DEFERRED, due_at__gt=timezone.now()).update(due_at=timezone.now())


def is_over() -> bool:
    return Campaign.objects.get().state in {State.SENT, State.REVIEW}


def account(accepted: Path) -> Account:
    return account_of(Campaign.objects.get(), accepted)
