"""The index, A to Z, as at the back of a book: plain data, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from articles.search.words import folded

DIGITS, ELSE = "0–9", "Other"


@dataclass(frozen=True)
class Line:
    """At its end stands how many `pages` it leads to or a `note`: a kind, or "see …" where `name` is another name."""

    name: str
    address: str
    note: str = ""
    pages: int = 0


@dataclass(frozen=True)
class Letter:
    name: str
    lines: tuple[Line, ...]

    @property
    def anchor(self) -> str:
        return "letter-" + self.name.lower().replace(DIGITS, "digit")


def letters(lines: Iterable[Line]) -> list[Letter]:
    """Digits first, then A to Z, then what begins with another script; accents and capitals do not count."""
    in_order = sorted(lines, key=_place)
    return [Letter(name, tuple(found)) for name, found in groupby(in_order, key=lambda line: initial(line.name))]


def initial(name: str) -> str:
    """Under which letter somebody looks for it."""
    first = "".join(folded(name))[:1]
    if first.isascii() and first:
        return DIGITS if first.isdigit() else first.upper()
    return ELSE


def _place(line: Line) -> tuple[bool, bool, list[str], str, str]:
    group = initial(line.name)
    return group == ELSE, group != DIGITS, folded(line.name), line.note, line.address
