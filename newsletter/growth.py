"""How the list of subscribers grew and shrank, by day, and from which pages people came."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format

from newsletter.models.consent import ConsentEvent
from newsletter.plots import Plot, Series

DAYS = 90
NAMES = ["first", "second", "third", "fourth", "fifth"]  # pages that are told apart; all others together
NOWHERE = "The newsletter’s own page, or unknown"


class Growth:
    """Of the last ninety days, counted from the proofs of consent; of people who were erased none are left."""

    def __init__(self) -> None:
        self.last = timezone.localdate()
        self.first = self.last - timedelta(days=DAYS - 1)

    @cached_property
    def joined(self) -> list[tuple[date, str, int]]:
        """Day, page, and how many."""
        return self._by_day(ConsentEvent.Kind.CONFIRMED)

    @cached_property
    def left(self) -> list[tuple[date, str, int]]:
        return self._by_day(ConsentEvent.Kind.LEFT)

    @cached_property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(DAYS)]

    @cached_property
    def sources(self) -> list[tuple[str, int]]:
        """Pages by how many came from them, the most first."""
        found: Counter[str] = Counter()
        for _, page, many in self.joined:
            found[page] += many
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))

    def by_day(self) -> Plot:
        """Joined and left, a line each."""
        series = [
            Series("joined", "Joined", self._counts(self.joined)),
            Series("parted", "Left", self._counts(self.left)),
        ]
        words = f"How many people joined and how many left on each day, {self._span}."
        return Plot(
            "growth", "Joined and left, day by day", words, "Day", "People", self._places, series, is_lines=True
        )

    def by_source(self) -> Plot:
        """Who joined, stacked by the page on which they asked."""
        known = [page for page, _ in self.sources[: len(NAMES)]]
        kinds = [
            (name, page or NOWHERE, [row for row in self.joined if row[1] == page])
            for name, page in zip(NAMES, known, strict=False)
        ]
        kinds.append(("others", "Other pages", [row for row in self.joined if row[1] not in known]))
        series = [Series(name, label, self._counts(rows)) for name, label, rows in kinds]
        words = f"How many people joined on each day by the page on which they asked, {self._span}."
        return Plot("sources", "Joined, by page", words, "Day", "People", self._places, series)

    def _by_day(self, kind: str) -> list[tuple[date, str, int]]:
        """Days are those of the site's zone."""
        start = timezone.make_aware(datetime.combine(self.first, time()))
        events: QuerySet[ConsentEvent] = ConsentEvent.objects.filter(kind=kind, happened_at__gte=start).order_by()
        counted = events.annotate(day=TruncDate("happened_at")).values_list("day", "page").annotate(Count("pk"))
        return [row for row in counted if row[0] <= self.last]

    def _counts(self, rows: list[tuple[date, str, int]]) -> list[int]:
        counted: Counter[date] = Counter()
        for day, _, many in rows:
            counted[day] += many
        return [counted[day] for day in self.days]

    @property
    def _places(self) -> list[str]:
        return [date_format(day, "j M") for day in self.days]

    @property
    def _span(self) -> str:
        return f"from {date_format(self.first, 'j F Y')} to {date_format(self.last, 'j F Y')}"
