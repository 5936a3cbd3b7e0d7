"""What a mail server's reply means for a letter."""

from __future__ import annotations

import re

from newsletter.handover import Claimed, Outcome, deferred
from newsletter.models.delivery import Fate

ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?!\d)")  # RFC 3463 §2
# No such mailbox, no such system, no such syntax, moved away, takes no mail (RFC 3463 §3.2, RFC 7505 §4).
NOBODY_THERE = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}
SLOW_DOWN = {421, 454}  # the server of that domain has enough for now


class Trouble(Exception):
    """The server cannot be talked to: no letter was handed over, and none will be for a while."""


class SenderRefused(Exception):
    """The server takes nothing from this sender (5xx to MAIL FROM): a person has to look."""


def is_good(code: int) -> bool:
    return 200 <= code < 300


def refused(claimed: Claimed, code: int, said: bytes) -> Outcome:
    """5xx: never; all else: later (RFC 5321 §4.2.1). Of what the server said only the enhanced code is kept."""
    found = ENHANCED.match(said)
    enhanced = found[0].decode() if found else ""
    reason = f"{code} {enhanced}".strip()
    if 500 <= code < 600:
        return Outcome(claimed, Fate.FAILED, code, reason, is_gone=enhanced in NOBODY_THERE)
    return deferred(claimed, code=max(code, 0), reason=reason if code > 0 else "no reply that makes sense")
