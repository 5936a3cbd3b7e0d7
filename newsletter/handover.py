"""Handing one letter over: the row is marked before, settled after, each in a commit of its own, so that whoever dies
in between leaves a row that says so."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from newsletter.models.delivery import OPEN, Delivery, DeliveryQuerySet, Fate
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

MOST_TRIES = 5
FIRST_PAUSE = timedelta(minutes=5)  # then twice as long each time, give or take a fifth
ERASED, PAUSED, LEFT = "erased", "wants nothing for a while", "left"
DOUBT = "in doubt once"  # such a row may have been accepted: whatever becomes of it later, its reason begins so
AGAIN = f"{DOUBT}, sent again"
# What a row is that waits: with or without a try behind it.
WAITS = Case(When(tries=0, then=Value(Fate.QUEUED)), default=Value(Fate.DEFERRED))

# The recipient is looked at in the statement that hands over: who leaves a moment before gets nothing, and who moves
# gets it at the new address, when the row is taken again.
BEGIN = """
UPDATE newsletter_delivery SET fate = 2, tries = tries + 1, handed_at = %(now)s, leased_until = %(until)s
WHERE id = %(next)s AND fence = %(next_fence)s AND fate = 1 AND leased_until > %(now)s
  AND EXISTS (SELECT 1 FROM newsletter_campaign c WHERE c.id = campaign_id AND c.state = 'sending'
              AND (c.send_until IS NULL OR c.send_until > %(now)s))
  AND EXISTS (SELECT 1 FROM newsletter_subscriber s WHERE s.id = subscriber_id AND s.address = %(address)s
              AND s.confirmed_at IS NOT NULL AND s.left_at IS NULL
              AND (s.paused_until IS NULL OR s.paused_until <= %(now)s)
              AND NOT EXISTS (SELECT 1 FROM newsletter_suppression p WHERE p.digest = s.digest))
"""
# Late news is news: a row in doubt that nobody has taken since is still settled by whoever handed it over, but only
# for good, since its campaign may have ended.
SETTLE = """
UPDATE newsletter_delivery SET fate = %(fate)s, code = %(code)s, due_at = %(due)s, settled_at = %(settled)s,
       reason = CASE WHEN substr(reason, 1, 13) = 'in doubt once' THEN %(again)s ELSE %(reason)s END,
       leased_until = NULL
WHERE id = %(pk)s AND fence = %(fence)s AND (fate = 2 OR fate = 7 AND %(is_final)s)
"""


@dataclass(frozen=True)
class Claimed:
    """A row that is ours until its lease runs out, with what the letter needs. Without an address: erased."""

    pk: int
    fence: int
    campaign: int
    domain: str
    tries: int
    address: str
    handle: UUID


@dataclass(frozen=True)
class Outcome:
    """What became of a handing over. `code` is the server's reply (RFC 5321 §4.2), 0 where it gave none; `is_gone`:
    there is no such mailbox, so that no other letter need try."""

    claimed: Claimed
    fate: Fate
    code: int = 0
    reason: str = ""
    is_gone: bool = False


def begin(claimed: Claimed, *, before: Outcome | None) -> bool:
    """In one commit: settle what was handed over before, and mark `claimed` as being handed over now. False where it
    must not go: its person left, the campaign rests, or the lease ran out; then nothing may be sent."""
    now = timezone.now()
    terms = {"now": _bound(now), "until": _bound(now + lease()), "next": claimed.pk, "next_fence": claimed.fence}
    terms["address"] = claimed.address
    if before is None:
        return _run(terms, BEGIN) == 1
    if before.is_gone:  # seldom: its suppression is written with it, in a commit before
        settle(before)
        return _run(terms, BEGIN) == 1
    return _run(terms | _terms(before, now), SETTLE, BEGIN) == 1


def settle(outcome: Outcome) -> None:
    with transaction.atomic():
        if _run(_terms(outcome, timezone.now()), SETTLE) == 1 and outcome.is_gone:
            _suppress(outcome.claimed)


def decline(claimed: Claimed) -> bool:
    """Of a row that `begin` refused: note why its person gets nothing, or give it back. True if it was the person's
    fault, so that others may go on."""
    mine = Delivery.objects.filter(pk=claimed.pk, fence=claimed.fence, fate=Fate.CLAIMED)
    mailable = Subscriber.objects.mailable().filter(pk=OuterRef("subscriber"))
    paused = Subscriber.objects.active().filter(pk=OuterRef("subscriber"), paused_until__gt=timezone.now())
    why = Case(When(subscriber=None, then=Value(ERASED)), When(Exists(paused), then=Value(PAUSED)), default=Value(LEFT))
    skipped = skip(mine.filter(~Exists(mailable)), why)
    if not skipped:
        mine.update(fate=WAITS, leased_until=None)
    return skipped > 0


def give_back(claimed: Claimed) -> None:
    """The server could not be talked to: this row was begun, but no letter left the house."""
    mine = Delivery.objects.filter(pk=claimed.pk, fence=claimed.fence, fate=Fate.SENDING)
    first = Case(When(tries=1, then=Value(Fate.QUEUED)), default=Value(Fate.DEFERRED))
    mine.update(fate=first, leased_until=None, tries=F("tries") - 1)


def release(claims: Sequence[Claimed]) -> None:
    """Give back what was claimed and not begun."""
    with transaction.atomic():
        for one in claims:
            mine = Delivery.objects.filter(pk=one.pk, fence=one.fence, fate=Fate.CLAIMED)
            mine.update(fate=WAITS, leased_until=None)


def skip(rows: DeliveryQuerySet, reason: Case | Value) -> int:
    """They get nothing, for this reason; who may have got it already is in doubt."""
    how = {"settled_at": timezone.now(), "leased_until": None}
    doubtful = Q(reason__startswith=DOUBT)
    in_doubt = rows.filter(doubtful).update(fate=Fate.IN_DOUBT, reason=Concat(Value(f"{DOUBT}, then "), reason), **how)
    return in_doubt + rows.exclude(doubtful).update(fate=Fate.SKIPPED, reason=reason, **how)


def deferred(claimed: Claimed, *, code: int, reason: str) -> Outcome:
    """Try again later, or give up after five tries."""
    if claimed.tries + 1 >= MOST_TRIES:
        return Outcome(claimed, Fate.FAILED, code, f"gave up after {MOST_TRIES} tries: {reason}"[:120])
    return Outcome(claimed, Fate.DEFERRED, code, reason)


def lease() -> timedelta:
    """Longer than any handing over may take."""
    return timedelta(seconds=settings.NEWSLETTER_LEASE)


def _terms(outcome: Outcome, now: datetime) -> dict[str, Any]:
    is_open = outcome.fate in OPEN
    due = now + _pause(outcome.claimed.tries) if outcome.fate == Fate.DEFERRED else now
    return {
        "fate": int(outcome.fate),
        "code": outcome.code or None,
        "reason": outcome.reason[:120],
        "again": f"{AGAIN}: {outcome.reason}".removesuffix(": ")[:120],
        "due": _bound(due),
        "settled": None if is_open else _bound(now),
        "pk": outcome.claimed.pk,
        "fence": outcome.claimed.fence,
        "is_final": not is_open,
    }


def _run(terms: dict[str, Any], *statements: str) -> int:
    """All in one commit; how many rows the last one changed. PostgreSQL gets them in one go and commits by itself, so
    that the way there and back is gone once and not four times."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(";".join(statements), terms)
            return cursor.rowcount
        with transaction.atomic():
            for statement in statements:
                cursor.execute(statement, terms)
            return cursor.rowcount


def _suppress(claimed: Claimed) -> None:
    """The mailbox does not exist: nobody writes to it again. A person who has it after all may join anew; who has
    moved meanwhile has another one."""
    people = Subscriber.objects.filter(deliveries=claimed.pk, address=claimed.address)
    digests = people.values_list("digest", flat=True)
    gone = [Suppression(digest=digest, reason=Suppression.Reason.BOUNCED) for digest in digests]
    Suppression.objects.bulk_create(gone, ignore_conflicts=True)


def _pause(tries: int) -> timedelta:
    return FIRST_PAUSE * 2**tries * random.uniform(0.8, 1.2)


def _bound(moment: datetime) -> object:
    """As the database takes it in a statement of our own."""
    return connection.ops.adapt_datetimefield_value(moment)
