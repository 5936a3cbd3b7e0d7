"""Plots as SVG, made here: no script, no style of their own, readable to a screen reader and in print.

Every plot has a title, a description and labelled axes, and its numbers are there to be shown as a table beside it.
Colours come from classes, shapes and dashes tell the lines apart where colours cannot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 720, 260  # in units of the picture
LEFT, RIGHT, TOP, BOTTOM = 96, 12, 12, 52
TICKS = 4  # about so many lines across
LABELS = 8  # at most so many words below


@dataclass(frozen=True)
class Series:
    """One kind of thing counted: `name` is its class, `counts` has one number for each place on the axis below."""

    name: str
    label: str
    counts: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Box:
    """One count, from the left upper corner."""

    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Plot:
    """`places` label the axis below, in order; each series has a count for each. `key` makes its identifiers unique on
    the page. Stacked bars; with `is_lines`, a line for each series."""

    key: str
    title: str
    description: str
    across: str
    up: str
    places: Sequence[str]
    series: Sequence[Series]
    is_lines: bool = False

    def __str__(self) -> SafeString:
        """The picture with its key and its numbers; where there is nothing to show, words."""
        return render_to_string("newsletter/admin/_plot.html", {"plot": self, "width": WIDTH, "height": HEIGHT})

    __html__ = __str__

    @property
    def is_empty(self) -> bool:
        return not any(one.total for one in self.series)

    @cached_property
    def top(self) -> int:
        """Of the axis: a round number that everything fits under."""
        sums = [sum(counts) for counts in zip(*(one.counts for one in self.series), strict=True)]
        highest = max((max(one.counts, default=0) for one in self.series), default=0)
        return round_up(highest if self.is_lines else max(sums, default=0))

    @property
    def frame(self) -> dict[str, float]:
        ends = {"left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "bottom": HEIGHT - BOTTOM}
        return ends | {"middle": (LEFT + WIDTH - RIGHT) / 2, "half": (TOP + HEIGHT - BOTTOM) / 2, "words": HEIGHT - 30}

    @property
    def ups(self) -> list[Tick]:
        """Lines across, at round numbers."""
        step = step_for(self.top)
        return [Tick(self._y(count), f"{count:,}") for count in range(0, self.top + 1, step)]

    @property
    def acrosses(self) -> list[Tick]:
        """Of many places only some are labelled."""
        every = max(1, math.ceil(len(self.places) / LABELS))
        return [Tick(self._x(place + 0.5), self.places[place]) for place in range(0, len(self.places), every)]

    @property
    def boxes(self) -> list[Box]:
        """Stacked, the first series at the bottom."""
        width = (WIDTH - LEFT - RIGHT) / max(1, len(self.places))
        gap = min(2.0, width / 5)
        found = []
        for place in range(len(self.places)):
            below = 0
            for one in self.series:
                if count := one.counts[place]:
                    upper, lower = self._y(below + count), self._y(below)
                    spot = (self._x(place) + gap / 2, upper, width - gap, lower - upper)
                    found.append(Box(one.name, *(round(each, 2) for each in spot)))
                    below += count
        return found

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Name and points of each series."""
        return [
            (one.name, " ".join(f"{self._x(place + 0.5):.2f},{self._y(n):.2f}" for place, n in enumerate(one.counts)))
            for one in self.series
        ]

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """Its numbers: a row for each place that has any."""
        counted = zip(*(one.counts for one in self.series), strict=True)
        return [(label, list(counts)) for label, counts in zip(self.places, counted, strict=True) if any(counts)]

    def _x(self, place: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * place / max(1, len(self.places)), 2)

    def _y(self, count: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * count / self.top, 2)


def step_for(top: int) -> int:
    """1, 2 or 5 times a power of ten."""
    rough = max(1, top / TICKS)
    power = 10 ** math.floor(math.log10(rough))
    return int(next(power * times for times in (1, 2, 5, 10) if power * times >= rough))


def round_up(highest: int) -> int:
    """To a whole number of steps, at least one."""
    step = step_for(highest)
    return max(1, math.ceil(highest / step)) * step
