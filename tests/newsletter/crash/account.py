"""After the crashes: what the ledger says of each recipient, beside what the mail server accepted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from newsletter.handover import DOUBT
from newsletter.models import Campaign, Delivery, Subscriber
from newsletter.models.delivery import OPEN, Fate

SENT_AGAIN = re.compile(r"^Sent again, .*: (\d+) in doubt")


@dataclass
class Account:
    """`lost`: recipients whose row does not tell the truth, or who have none. `repeats`: letters beyond the first.
    `doubts`: how often a row was in doubt, those that were sent again included."""

    audience: int = 0
    accepted: int = 0
    refused: int = 0
    skipped: int = 0
    in_doubt: int = 0
    lost: int = 0
    repeats: int = 0
    doubts: int = 0
    state: str = ""

    def as_dict(self) -> dict[str, int | str]:
        return asdict(self)


def account_of(campaign: Campaign, sink: Path) -> Account:
    taken = Counter(sink.read_text().split()) if sink.exists() else Counter()
    rows = Delivery.objects.filter(campaign=campaign)
    tally = rows.tally()
    found = list(rows.values_list("subscriber__address", "fate", "reason"))
    known = {address for address, _, _ in found}
    return Account(
        audience=campaign.audience or 0,
        accepted=tally[Fate.ACCEPTED],
        refused=tally[Fate.FAILED],
        skipped=tally[Fate.SKIPPED],
        in_doubt=tally[Fate.IN_DOUBT],
        lost=sum(not is_true(fate, reason, taken[address]) for address, fate, reason in found)
        + len(set(taken) - known)
        + Subscriber.objects.filter(deliveries=None).count()
        + abs(len(found) - (campaign.audience or 0)),
        repeats=sum(many - 1 for many in taken.values()),
        doubts=tally[Fate.IN_DOUBT] + sent_again(campaign),
        state=campaign.state,
    )


def is_true(fate: int, reason: str, letters: int) -> bool:
    """Does what the row says agree with how many letters the server accepted?"""
    if fate in OPEN:
        return False
    if fate == Fate.ACCEPTED:
        return letters >= 1
    if fate == Fate.IN_DOUBT or reason.startswith(DOUBT):
        return True
    return letters == 0 and reason != ""


def sent_again(campaign: Campaign) -> int:
    found = [SENT_AGAIN.match(step.why) for step in campaign.steps.all()]
    return sum(int(match[1]) for match in found if match)
