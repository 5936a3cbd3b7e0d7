"""What was measured, and what follows: medians over the rounds, and ratios of two targets within one round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One target in one round."""

    requests: int
    per_second: float  # 0 where no server was asked over a network
    cpu: float  # seconds, of all processes that took part in the answers

    @property
    def cost(self) -> float:
        """Milliseconds of CPU a request."""
        return self.cpu * 1000 / self.requests


Rounds = Mapping[str, Sequence[Figure]]  # by the key of a target, in the order of the rounds


def cost(rounds: Rounds, key: str) -> float:
    return median(one.cost for one in rounds[key])


def per_second(rounds: Rounds, key: str) -> float:
    return median(one.per_second for one in rounds[key])


def times_the_cost(rounds: Rounds, key: str, beside: str) -> float:
    """How often the CPU of the one goes into that of the other: the median of what the rounds say, each for itself."""
    pairs = zip(rounds[key], rounds[beside], strict=True)
    return median(one.cost / other.cost for one, other in pairs)


def times_the_speed(rounds: Rounds, key: str, beside: str) -> float | None:
    """Likewise, requests a second. None where there was no network."""
    pairs = list(zip(rounds[key], rounds[beside], strict=True))
    if not all(one.per_second and other.per_second for one, other in pairs):
        return None
    return median(one.per_second / other.per_second for one, other in pairs)
