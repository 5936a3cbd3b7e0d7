"""One confirmation mail for each who came in without proof, spread over time so that no mail service is flooded."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from newsletter.addresses import Address
from newsletter.models.ask import Ask
from newsletter.models.importing import Import, ImportRow
from newsletter.tokens import keyed_hasher

BATCH = 1000
MINUTE = timedelta(minutes=1)


def ask(parent: Import, made: QuerySet[ImportRow]) -> int:
    """Write the asks of those rows that need one, return how many. `asked_at` is when the mail is due: seven days after
    that, whoever has not confirmed is erased."""
    waiting = made.filter(confirmed_at=None, left_at=None).order_by("pk").values_list("made", "address")
    digest, at = keyed_hasher("mailbox"), _begin(parent)
    asks = []
    for subscriber, said in waiting:
        local, _, domain = said.rpartition("@")
        told = {"mailbox": digest(Address(local, domain).mailbox), "domain": domain, "brought_in": parent}
        asks.append(Ask(subscriber_id=subscriber, asked_at=at, due_at=at, **told))
        at += MINUTE / settings.NEWSLETTER_IMPORT_ASKS_PER_MINUTE
    Ask.objects.bulk_create(asks, batch_size=BATCH)
    if asks:
        parent.asked_until = at
    return len(asks)


def _begin(parent: Import) -> datetime:
    """After all that imports have to send already: together they keep to one pace."""
    ends = Import.objects.filter(asked_until__isnull=False).order_by("-asked_until")
    return max([timezone.now(), *ends.values_list("asked_until", flat=True)[:1]])
