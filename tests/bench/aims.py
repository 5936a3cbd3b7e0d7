"""What was aimed at, beside what was measured. CPU is the gate; requests a second stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.figures import Rounds, times_the_cost, times_the_speed


@dataclass(frozen=True)
class Aim:
    """`key` may cost at most `limit` times the CPU of `beside`, or must be at least `limit` times as fast."""

    words: str
    key: str
    beside: str
    limit: float
    is_least: bool = False

    @property
    def bound(self) -> str:
        return f"≥ {self.limit:g}" if self.is_least else f"≤ {self.limit:g}"

    def measured(self, rounds: Rounds) -> float | None:
        """By CPU. None where one of the two was not asked."""
        if not (rounds.get(self.key) and rounds.get(self.beside)):
            return None
        ends = (self.beside, self.key) if self.is_least else (self.key, self.beside)
        return times_the_cost(rounds, *ends)

    def beside_it(self, rounds: Rounds) -> float | None:
        """The same by requests a second."""
        if not (rounds.get(self.key) and rounds.get(self.beside)):
            return None
        ends = (self.key, self.beside) if self.is_least else (self.beside, self.key)
        return times_the_speed(rounds, *ends)

    def is_met(self, value: float) -> bool:
        return value >= self.limit if self.is_least else value <= self.limit


AIMS: Sequence[Aim] = (
    Aim("door on granian, times an empty application", "granian on", "granian empty", 1.3),
    Aim("door on granian, times a bare Django view", "granian on", "granian bare", 0.25),
    Aim("door on granian, as fast as the door off", "granian on", "granian off", 10, is_least=True),
    Aim("door on granian, as fast as nginx with a file", "granian on", "nginx static", 0.2, is_least=True),
    Aim("door on gunicorn, times an empty application", "gunicorn on", "gunicorn empty", 1.25),
    Aim("door on gunicorn, times a bare Django view", "gunicorn on", "gunicorn bare", 0.85),
    Aim("nginx keyed by the version, as fast as nginx with a file", "nginx keyed", "nginx static", 0.5, is_least=True),
    Aim("first reading after a publish, times the door off", "first on", "first off", 1.2),
    Aim("first reading with too little memory, times the door off", "first small", "first off", 1.2),
    Aim("every reading with too little memory, times the door off", "granian small", "granian off", 1.2),
    Aim("article with the door off, times a bare Django view", "granian off", "granian bare", 3),
)
