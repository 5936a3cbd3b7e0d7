"""What a letter came to, in numbers about nobody: counted from the account, from what was told, and from links."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, DateTimeField, Exists, Func, Max, Min, OuterRef, QuerySet, Sum
from django.db.models.functions import TruncHour
from django.utils import timezone
from django.utils.formats import date_format

from newsletter.models.campaign import Campaign
from newsletter.models.delivery import Delivery, DeliveryEvent, Fate
from newsletter.models.issue import TAKEN, Click, Issue
from newsletter.models.subscriber import Subscriber
from newsletter.plots import Plot, Series

FEWEST = 5  # clicks that are shown; of fewer it might be told who they were
DAYS = 7  # of clicks that stand one by one, and in which leaving has to do with the letter
HOURS = 72  # that a plot shows
DRAWN_WHILE_MOVING = 50_000  # letters; the page draws itself anew every few seconds
LINKS = 50
# What of a delivery stands in the plot, from the bottom.
STATES = (
    ("gone", "Accepted", (Fate.ACCEPTED, Fate.DELIVERED, Fate.BOUNCED, Fate.COMPLAINED)),
    ("back", "Refused for good", (Fate.FAILED,)),
    ("skipped", "Not sent", (Fate.SKIPPED,)),
    ("doubt", "In doubt", (Fate.IN_DOUBT,)),
)


class Hour(TruncHour):
    """In UTC, and on SQLite by the text itself: a function of ours would be called for each row."""

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        text = Func(self.lhs, template="substr(%(expressions)s, 1, 13) || ':00:00'", output_field=CharField())
        return compiler.compile(text)


class Figures:
    """`counted` is the tally of the campaign's deliveries where somebody has it already."""

    def __init__(self, campaign: Campaign, counted: dict[int, int] | None = None) -> None:
        self.campaign = campaign
        self._counted = counted

    @cached_property
    def counted(self) -> dict[int, int]:
        return self.rows.tally() if self._counted is None else self._counted

    @property
    def rows(self) -> Any:
        return Delivery.objects.filter(campaign=self.campaign)

    @property
    def accepted(self) -> int:
        """By the mail server, whatever came of it."""
        return sum(self.counted[fate] for fate in TAKEN)

    @property
    def facts(self) -> list[tuple[str, int, str]]:
        """Name, count, and its share of what was accepted, where that says something."""
        back = [("Came back", self.counted[Fate.BOUNCED]), ("Reported as spam", self.counted[Fate.COMPLAINED])]
        back.append((f"Left within {DAYS} days", self.left))
        shares = [(name, count, share(count, self.accepted)) for name, count in back]
        told = [("Accepted by the mail server", self.accepted, ""), ("Told to be late", self.late, "")]
        doubt = [("To be tried again", self.counted[Fate.DEFERRED], ""), ("In doubt", self.counted[Fate.IN_DOUBT], "")]
        return [*told, *shares, *doubt]

    @cached_property
    def late(self) -> int:
        """Letters of which somebody told after they were accepted that they are still tried."""
        told = DeliveryEvent.objects.filter(delivery__campaign=self.campaign, kind="deferred")
        return told.values("delivery").distinct().count()

    @cached_property
    def ends(self) -> tuple[datetime | None, datetime | None]:
        """When the first and the last was settled."""
        found = self.rows.aggregate(first=Min("settled_at"), last=Max("settled_at"))
        return found["first"], found["last"]

    @cached_property
    def left(self) -> int:
        """People who got the letter and left within a week. They are looked up one by one, being few."""
        first, last = self.ends
        if first is None or last is None:
            return 0
        week = timedelta(days=DAYS)
        got = self.rows.filter(subscriber=OuterRef("pk"), fate__in=TAKEN, settled_at__lte=OuterRef("left_at"))
        got = got.filter(settled_at__gte=OuterRef("left_at") - week)
        return Subscriber.objects.filter(Exists(got), left_at__gte=first, left_at__lte=last + week).count()

    @property
    def has_plot(self) -> bool:
        """A very large one only when it rests: counting takes a second."""
        return self.campaign.state not in ("freezing", "sending") or sum(self.counted.values()) <= DRAWN_WHILE_MOVING

    @cached_property
    def hours(self) -> Plot:
        """What became of letters hour by hour, by when the mail server answered."""
        first, _ = self.ends
        start = first.replace(minute=0, second=0, microsecond=0) if first else timezone.now()
        found = self.rows.filter(settled_at__gte=start, settled_at__lt=start + timedelta(hours=HOURS)).order_by()
        hour = Hour("settled_at", output_field=DateTimeField(), tzinfo=start.tzinfo)
        counted = {
            (row["hour"], row["fate"]): row["many"]
            for row in found.annotate(hour=hour).values("hour", "fate").annotate(many=Count("pk"))
        }
        return self._by_hour(start, counted)

    def _by_hour(self, start: datetime, counted: dict[tuple[datetime, int], int]) -> Plot:
        last = max((hour for hour, _ in counted), default=start)
        moments = [start + timedelta(hours=n) for n in range(int((last - start).total_seconds() // 3600) + 1)]
        series = [
            Series(name, label, [sum(counted.get((at, fate), 0) for fate in fates) for at in moments])
            for name, label, fates in STATES
        ]
        words = f"Letters by the hour in which they were settled, from {self._spoken(start)} to {self._spoken(last)}."
        places = [date_format(timezone.localtime(at), "j M H:i") for at in moments]
        return Plot("hours", "What became of the letters, hour by hour", words, "Hour", "Letters", places, series)

    @staticmethod
    def _spoken(at: datetime) -> str:
        return date_format(timezone.localtime(at), "j F Y, H:i")

    @cached_property
    def clicks(self) -> Clicks:
        return Clicks(self.campaign)


class Clicks:
    """How often links were followed, by day. There are no sums: the one number that is not shown could be told by
    them. `rows` are links with a cell for each day: a number, or nothing where there were fewer than five."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    @cached_property
    def days(self) -> list[date]:
        """The first week in which a link was followed."""
        first = self._found.aggregate(first=Min("day"))["first"]
        return [first + timedelta(days=n) for n in range(DAYS)] if first else []

    @cached_property
    def rows(self) -> list[tuple[str, list[int | None]]]:
        if not self.days:
            return []
        issue = Issue.objects.filter(campaign=self.campaign).values_list("links", flat=True)
        early = self._found.filter(day__lte=self.days[-1]).values_list("link", "day", "count")[: LINKS * DAYS]
        counted = {(link, day): count for link, day, count in early}
        late = self._found.filter(day__gt=self.days[-1]).order_by().values("link").annotate(many=Sum("count"))
        counted |= {(row["link"], None): row["many"] for row in late}
        return [
            (target, [shown(counted.get((link, day), 0)) for day in [*self.days, None]])
            for link, target in enumerate(issue[0][:LINKS])
        ]

    @property
    def _found(self) -> QuerySet[Click]:
        return Click.objects.filter(issue__campaign=self.campaign).order_by("link", "day")


def figures(campaign: Campaign, counted: dict[int, int] | None = None) -> Figures:
    """Asked for when they are shown; nine queries at most, whatever the campaign's size."""
    return Figures(campaign, counted)


def share(count: int, accepted: int) -> str:
    """In a thousand, as mail services count."""
    return f"{1000 * count / accepted:.1f} in 1,000" if accepted else ""


def shown(count: int) -> int | None:
    return count if count >= FEWEST else None
