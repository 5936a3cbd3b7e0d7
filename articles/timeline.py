"""How a page came to be what it is: what was shown, newest first, and when nothing was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise

from articles.models.review import Review
from articles.models.revision import RENEWED
from articles.models.showing import Showing

FOLDED = 3  # so many renewals in a row are told in one line
WORDS = {
    "first": "First published",
    "again": "Shown again",
    "major": "Changed",
    "minor": "Small change",
    "renewed": "A source or record shown here was changed",
}


@dataclass(frozen=True)
class Gap:
    """Readers were shown nothing, and told `why`."""

    since: datetime
    until: datetime
    why: str


@dataclass(frozen=True)
class Entry:
    """A version that readers were shown, what they were shown `before`, and who signed this very text."""

    showing: Showing
    before: Showing | None
    review: Review | None

    @property
    def kind(self) -> str:
        revision = self.showing.revision
        if self.before is None:
            return "first"
        if self.before.revision.sha256 == revision.sha256:
            return "again"
        if revision.is_major:
            return "major"
        return "renewed" if self.showing.why == RENEWED else "minor"

    @property
    def word(self) -> str:
        return WORDS[self.kind]

    @property
    def why(self) -> str:
        """What readers are told of the change; a renewal's own word says it already."""
        return "" if self.kind == "renewed" else self.showing.why

    @property
    def gap(self) -> Gap | None:
        """When the page was withdrawn before this version was shown."""
        ended = self.before and self.before.shown_until
        if self.before is None or ended is None or ended >= self.showing.shown_from:
            return None
        return Gap(ended, self.showing.shown_from, self.before.why_ended)

    @property
    def is_plain(self) -> bool:
        """A renewal with nothing to say of it but that it was."""
        return self.kind == "renewed" and not (self.gap or self.review)


@dataclass(frozen=True)
class Run:
    """Entries that follow one another; `is_folded` where one line is enough for all of them."""

    entries: list[Entry]
    is_folded: bool


def timeline(showings: Sequence[Showing], *, older: Showing | None, reviews: Mapping[str, Review]) -> list[Run]:
    """`showings` newest first, `older` the one before the last of them; `reviews` by the hash that they signed."""
    found = [Entry(new, old, reviews.get(new.revision.sha256)) for new, old in pairwise([*showings, older]) if new]
    return list(_runs(found))


def _runs(entries: list[Entry]) -> Iterator[Run]:
    for is_plain, group in groupby(entries, key=lambda entry: entry.is_plain):
        run = list(group)
        if is_plain and len(run) >= FOLDED:
            yield Run(run, is_folded=True)
        else:
            yield from (Run([entry], is_folded=False) for entry in run)
