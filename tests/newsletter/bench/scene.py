"""The database of a bench: its people, and a letter of usual length that waits for all of them."""

from __future__ import annotations

from threading import Event

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from articles.models.site import SiteSettings
from newsletter import mailing
from newsletter.audience import write_audience
from newsletter.composing import freeze
from newsletter.handover import Claimed
from newsletter.models import Campaign, Delivery
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from newsletter.personal import Personal
from tests.newsletter.campaigns import people
from tests.newsletter.letters import write

PARAGRAPH = "<p>" + "What is reported is reported, and what was measured is measured. " * 8 + "</p>"
COLUMNS = ("pk", "fence", "campaign_id", "domain", "tries", "subscriber__address", "subscriber__handle")


def set_up(messages: int) -> None:
    call_command("migrate", verbosity=0)
    SiteSettings(sender_name="Bench", sender_email="news@example.org", postal_address="1 Example Street").save()
    people(messages)


def point_at(port: int) -> None:
    settings.EMAIL_BACKEND = mailing.SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""


def ready(*, connections: int) -> Campaign:
    """Frozen, with a row for everybody."""
    settings.NEWSLETTER_CONNECTIONS = connections
    campaign = write(PARAGRAPH * 6, subject="What is new in November", send_at=timezone.now())
    for state in (State.CHECKED, State.SCHEDULED, State.FREEZING):
        campaign.go(state, by=None)
    freeze(campaign)
    while not write_audience(campaign):
        pass
    campaign.go(State.SENDING, by=None)
    return campaign


def letters(campaign: Campaign) -> list[tuple[str, str, bytes]]:
    """Sender, recipient and ready bytes of each."""
    personal = Personal.of(campaign)
    rows = Delivery.objects.filter(campaign=campaign).order_by("pk").values_list(*COLUMNS)
    claims = [Claimed(*row) for row in rows]
    return [(personal.sender_for(one), one.address, personal.letter_for(one)) for one in claims]


def send(campaign: Campaign) -> None:
    while Campaign.objects.filter(pk=campaign.pk, state=State.SENDING).exists():
        mailing.mail_due(Event())


def check(campaign: Campaign, many: int) -> None:
    tally = Delivery.objects.filter(campaign=campaign).tally()
    assert tally[Fate.ACCEPTED] == many, tally
