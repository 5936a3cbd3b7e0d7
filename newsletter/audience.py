"""Who gets a campaign, written down once: a row for each, so that nobody is added and nobody forgotten later."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone

from newsletter.corrections import concerned
from newsletter.models.campaign import Campaign, State
from newsletter.models.delivery import Delivery
from newsletter.models.subscriber import Subscriber, SubscriberQuerySet

CHUNK = 5000
COLUMNS = "subscriber_id, domain, campaign_id, fate, due_at, fence, tries, reason"


def audience_of(campaign: Campaign) -> SubscriberQuerySet:
    """Who may be written to and is in its segment, or whom its correction concerns; as of now."""
    if campaign.corrects_id:
        return concerned(campaign)
    return campaign.segment.audience() if campaign.segment else Subscriber.objects.mailable()


def write_audience(campaign: Campaign) -> bool | None:
    """The next few thousand rows, in one transaction; true when all are there, None if the campaign rests meanwhile.
    Killed at any point it goes on where it was, and twice at once does no harm. Who confirms later is not in it."""
    with transaction.atomic():
        now = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        if now.state != State.FREEZING:
            return None
        started = now.steps.filter(state=State.FREEZING).earliest("at").at
        rest = audience_of(now).filter(pk__gt=now.frozen_up_to, confirmed_at__lte=started).order_by("pk")
        last = list(rest.values_list("pk", flat=True)[:CHUNK])[-1:]
        if last:
            _insert(rest.filter(pk__lte=last[0]), now)
            Campaign.objects.filter(pk=now.pk).update(frozen_up_to=last[0])
            return False
        Campaign.objects.filter(pk=now.pk).update(audience=Delivery.objects.filter(campaign=now).count())
        return True


def _insert(people: SubscriberQuerySet, campaign: Campaign) -> None:
    """INSERT … SELECT: no address passes through here."""
    domain = Substr("address", StrIndex("address", Value("@")) + 1)
    constant = [Value(campaign.pk), Value(0), Value(timezone.now()), Value(0), Value(0), Value("")]
    named = {f"v{place}": value for place, value in enumerate(constant)}
    chosen = people.annotate(at=domain, **named).values_list(F("pk"), "at", *named)
    select, terms = chosen.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO newsletter_delivery ({COLUMNS}) {select} ON CONFLICT DO NOTHING", terms)
