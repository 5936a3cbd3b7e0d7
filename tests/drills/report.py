"""What a drill came to, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from tests.drills.site import Site
from tests.drills.traffic import Tally

KEPT, DRAWN = "kept", "drawn"
LINE = "{:<34}{:>7}{:>7}{:>7}{:>9.1f} s{:>8}   {}"
HEADS = ("drill", "200", "503", "other", "gap", "traces", "beside")


@dataclass(frozen=True)
class Outcome:
    """`beside`: what else was looked at, in a few words each."""

    name: str
    tally: Tally
    tracebacks: int
    beside: dict[str, bool]

    @property
    def is_good(self) -> bool:
        """Kept pages always came; the rest came or said when to come again; the log is readable."""
        kept = set(self.tally.of(KEPT)) == {200}
        return kept and self.tally.failed == 0 and self.tracebacks == 0 and all(self.beside.values())

    @property
    def line(self) -> str:
        tally = self.tally
        said = ", ".join(f"{words}: {'yes' if holds else 'NO'}" for words, holds in self.beside.items())
        said += f", asked again: {tally.again}" * bool(tally.again)
        numbers = (tally.count(200), tally.count(503), tally.failed, max(tally.gap.values(), default=0.0))
        return LINE.format(self.name, *numbers, self.tracebacks, said)

    @property
    def detail(self) -> str:
        """Statuses by name, for who asks why it is not good; 0 is no answer, -503 one without Retry-After."""
        return "; ".join(f"{name}: {dict(counts)}" for name, counts in self.tally.statuses.items())


def outcome(name: str, site: Site, tally: Tally, **beside: bool) -> Outcome:
    return Outcome(name, tally, site.tracebacks(), {words.replace("_", " "): holds for words, holds in beside.items()})
