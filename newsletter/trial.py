"""A letter to people of the house, before anybody else gets it: marked as a test, with links that are nobody's."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.conf import settings

from articles.models.site import SiteSettings
from newsletter.composing import NOBODY, compose, sender_of
from newsletter.courier import Courier
from newsletter.handover import Claimed, Outcome
from newsletter.mailing import SMTP
from newsletter.models.campaign import Campaign
from newsletter.models.delivery import Fate
from newsletter.postman import Postman
from newsletter.replies import SenderRefused, Trouble

MARK = "[Test] "
NO_ROW = 9 * 10**18  # keys from here on belong to no delivery


def send_trial(campaign: Campaign, addresses: Sequence[str]) -> dict[str, str]:
    """At once, by the configured way. Returns for each address why it did not go; empty where it went."""
    letter = compose(campaign, mark=MARK, is_counted=False)
    _, sender = sender_of(campaign, SiteSettings.current())
    carrier = Postman() if settings.EMAIL_BACKEND == SMTP else Courier()
    said: dict[str, str] = {}
    why = ""
    try:
        for address in addresses:
            claimed = Claimed(NO_ROW + secrets.randbelow(10**17), 0, campaign.pk, "", 0, address, NOBODY)
            said[address] = in_words(carrier.hand_over(claimed, sender, letter.sample(address)))
    except Trouble as trouble:
        why = f"The mail server cannot be reached ({trouble})."
    except SenderRefused as refusal:
        why = f"The mail server takes nothing from {sender}: {refusal}"
    finally:
        carrier.quit()
    return dict.fromkeys(addresses, why) | said


def in_words(outcome: Outcome) -> str:
    if outcome.fate == Fate.ACCEPTED:
        return ""
    if outcome.fate == Fate.DEFERRED:
        return f"The mail server does not take it now ({outcome.reason}). Try it again in a few minutes."
    if outcome.fate == Fate.IN_DOUBT:
        return f"Nobody knows whether it went out ({outcome.reason}). Look into the mailbox."
    return f"The mail server refuses it ({outcome.reason})."
