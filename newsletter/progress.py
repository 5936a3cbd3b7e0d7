"""How far a campaign has come, told from the tables in a few queries, whatever its size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from newsletter.models.campaign import Campaign, CampaignStep, State
from newsletter.models.delivery import Delivery, DeliveryQuerySet, Fate
from newsletter.models.pace import OVERALL, Pace

SHOWN = 50  # rows in doubt on the page
REASONS = 20
# What the bar shows, from left to right, and what stands in it.
BARS = (
    ("gone", "Accepted", (Fate.ACCEPTED, Fate.DELIVERED)),
    ("back", "Came back or refused", (Fate.BOUNCED, Fate.COMPLAINED, Fate.FAILED)),
    ("skipped", "Not sent", (Fate.SKIPPED,)),
    ("doubt", "In doubt", (Fate.IN_DOUBT,)),
    ("again", "To be tried again", (Fate.DEFERRED,)),
    ("open", "Waiting", (Fate.QUEUED, Fate.CLAIMED, Fate.SENDING)),
)
LENGTH = 1000  # of the bar, in its own units


@dataclass(frozen=True)
class Stretch:
    """A part of the bar, from `start`, `length` long."""

    name: str
    label: str
    count: int
    start: float
    length: float


class Progress:
    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    @cached_property
    def tally(self) -> list[tuple[str, int]]:
        """Every fate with its count, those that nobody has too."""
        counted = self.counted
        return [(fate.label, counted[fate.value]) for fate in Fate]

    @cached_property
    def counted(self) -> dict[int, int]:
        return self.rows.tally()

    @property
    def total(self) -> int:
        return sum(self.counted.values())

    @property
    def is_whole(self) -> bool:
        """The sum of all is the audience that was written down; before that, there is nothing to compare."""
        return self.campaign.audience is None or self.total == self.campaign.audience

    @property
    def done(self) -> int:
        return self.total - self.left

    @property
    def left(self) -> int:
        return sum(self.counted[fate] for fate in (Fate.QUEUED, Fate.CLAIMED, Fate.SENDING, Fate.DEFERRED))

    @property
    def percent(self) -> int:
        """Rounded down: a hundred is all."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def bar(self) -> list[Stretch]:
        found, start = [], 0.0
        for name, label, fates in BARS:
            count = sum(self.counted[fate] for fate in fates)
            length = LENGTH * count / self.total if self.total else 0.0
            found.append(Stretch(name, label, count, round(start, 2), round(length, 2)))
            start += length
        return found

    @cached_property
    def steps(self) -> list[CampaignStep]:
        return list(self.campaign.steps.select_related("by"))

    @property
    def last_step(self) -> CampaignStep | None:
        return self.steps[-1] if self.steps else None

    @cached_property
    def time_sending(self) -> timedelta:
        """How long it was sending, without what lay between."""
        ends = [step.at for step in self.steps[1:]] + [timezone.now()]
        pairs = zip(self.steps, ends, strict=True)
        return sum((end - step.at for step, end in pairs if step.state == State.SENDING), timedelta())

    @property
    def per_minute(self) -> int | None:
        """On average while it was sending; nothing before it can be told."""
        seconds = self.time_sending.total_seconds()
        handed = self.done - self.counted[Fate.SKIPPED]
        return round(60 * handed / seconds) if seconds >= 1 and handed else None

    @property
    def minutes_left(self) -> int | None:
        if self.campaign.state != State.SENDING or not self.per_minute:
            return None
        return -(-self.left // self.per_minute)

    @cached_property
    def tries(self) -> dict[str, datetime | None]:
        """When the next and the last of what is deferred are tried. Counted with them, or PostgreSQL would walk
        through all that waits to find the first."""
        deferred = self.rows.filter(fate=Fate.DEFERRED)
        return deferred.aggregate(next=Min("due_at"), last=Max("due_at"), many=Count("pk"))

    @cached_property
    def reasons(self) -> list[dict[str, object]]:
        """Why some were refused or not sent: fate, code, reason, how many; the most frequent first."""
        found = self.rows.filter(fate__in=[Fate.FAILED, Fate.SKIPPED, Fate.BOUNCED]).order_by()
        counted = found.values("fate", "code", "reason").annotate(many=Count("pk")).order_by("-many")[:REASONS]
        return [row | {"label": Fate(row["fate"]).label} for row in counted]

    @property
    def total_in_doubt(self) -> int:
        return self.counted[Fate.IN_DOUBT]

    @cached_property
    def in_doubt(self) -> list[Delivery]:
        doubtful = self.rows.in_doubt().select_related("subscriber").order_by("pk")
        return list(doubtful[:SHOWN]) if self.counted[Fate.IN_DOUBT] else []

    @cached_property
    def held_up(self) -> list[Pace]:
        """What makes it slower than it could be: a rest, a limit, domains that asked for a break."""
        now = timezone.now()
        slow = Q(closed_until__gt=now) & Q(name=OVERALL) | Q(name__startswith="domain:")
        return list(Pace.objects.filter(slow).order_by("-name")[:REASONS])

    @property
    def rows(self) -> DeliveryQuerySet:
        return Delivery.objects.filter(campaign=self.campaign)


def accepted_of(campaigns: list[Campaign]) -> dict[int, int]:
    """How many letters of each were accepted by the mail server, whatever became of them then. One query."""
    went = [Fate.ACCEPTED, Fate.DELIVERED, Fate.BOUNCED, Fate.COMPLAINED]
    sent = Delivery.objects.filter(campaign__in=campaigns, fate__in=went).order_by()
    return dict(sent.values_list("campaign").annotate(Count("pk")))
