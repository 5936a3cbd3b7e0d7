"""The mails that are due. Any number of workers may call this; what one was killed over, the next one sends."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from newsletter import emails
from newsletter.models.ask import DAY, Ask
from newsletter.models.suppression import Suppression
from newsletter.throttle import is_domain_full

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
BATCH = 100  # then the worker looks at its other duties
LIFE = timedelta(hours=72)  # after that nobody waits for the mail
LONGEST_PAUSE = timedelta(hours=1)
DOMAIN_PAUSE = timedelta(minutes=10)


def send_due() -> int:
    """Send the mails that are due, return how many. A failure ends the round: a dead server costs one time-out."""
    sent = 0
    for _ in range(BATCH):
        ask = claim()
        if ask is None:
            break
        if not _is_held_back(ask):
            if not _send(ask):
                break
            sent += 1
    return sent


def claim() -> Ask | None:
    """Take the ask that has waited longest, for as long as a lease; its mail goes out at least once, seldom twice."""
    if not Ask.objects.due().exists():
        return None
    with transaction.atomic():
        ask = Ask.objects.due().select_for_update(skip_locked=True).first()
        if ask:
            ask.lease(until=timezone.now() + LEASE)
    return ask


def message_for(ask: Ask) -> EmailMultiAlternatives:
    """The page is the same for everybody; the mail tells the difference."""
    if ask.kind == Ask.Kind.RIGHTS:
        return emails.rights(ask) if ask.subscriber else emails.nothing_held(ask)
    if ask.kind != Ask.Kind.JOIN:
        return emails.moving(ask) if ask.kind == Ask.Kind.MOVE else emails.moved(ask)
    if ask.subscriber.is_active:
        return emails.already_subscribed(ask)
    if Suppression.objects.holds(ask.subscriber.key):
        return emails.rejoining(ask)
    return emails.brought_in(ask) if ask.brought_in_id else emails.confirmation(ask)


def _is_held_back(ask: Ask) -> bool:
    """Settle what must not be sent: a second mail in a day, or (for a while) one domain's flood."""
    if not ask.is_wanted:
        ask.settle()
        return True
    if not ask.is_first_today:
        ask.settle(due_at=timezone.now() + DAY if ask.brought_in_id else None)
        return True
    if is_domain_full(ask.domain, is_patient=ask.brought_in_id is not None):
        ask.settle(due_at=timezone.now() + DOMAIN_PAUSE)
        return True
    return False


def _send(ask: Ask) -> bool:
    try:
        message_for(ask).send()
    except Exception as error:  # whatever it is, it is this one's trouble, and no other must wait for it
        log.warning("mail of ask %s not sent, try %s: %s", ask.pk, ask.tries, type(error).__name__)
        ask.settle(due_at=None if _is_final(ask, error) else _next_try(ask))
        return False
    ask.settle(sent_at=timezone.now())
    return True


def _is_final(ask: Ask, error: Exception) -> bool:
    """The mailbox was refused for good (5xx, RFC 5321 §4.2.1), or too much time has passed."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return timezone.now() - ask.asked_at > LIFE


def _next_try(ask: Ask) -> datetime:
    return timezone.now() + min(timedelta(seconds=15 * 2 ** min(ask.tries, 10)), LONGEST_PAUSE)
