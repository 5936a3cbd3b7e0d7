"""Words as a person reads them, and which of them came, went and stayed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from os.path import commonprefix
from typing import Literal

from articles.markup import plain

Kind = Literal["same", "added", "removed", "changed"]
TOKENS = re.compile(r"(^|\w+|[^\w\s])(\s*)")  # at first no word, for the space that a text may begin with
CITED = re.compile(r'<cite data-key="([^"]*)"></cite>')
LABELLED = re.compile(r'<span data-(?:basis|certainty)="[^"]*">([^<]*)</span>')
LOOSE = re.compile(r" ([.,;:!?])")  # where an element ended before the sign
CLOSED = re.compile(r"</(?:p|h[2-4]|li|tr|blockquote)>|<br>")


@dataclass(frozen=True)
class Piece:
    """Words that stand on both sides ("same") or on one of them ("added", "removed")."""

    kind: Kind
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word; joined they give either side again. What stands in both is sought by words alone: spaces are so
    many that a long text would take minutes."""
    if before == after:
        return (Piece("same", after),) if after else ()
    told = _told_apart(TOKENS.findall(before), TOKENS.findall(after))
    runs = [(kind, "".join(text for _, text in run)) for kind, run in groupby(told, key=itemgetter(0))]
    return tuple(Piece(kind, text) for kind, text in runs)


def legible(html: str) -> str:
    """Rich text as plain lines; a citation stands as [key], a basis as (Survey), a certainty as (Low certainty)."""
    lines = CLOSED.sub("\n", LABELLED.sub(r"(\1)", CITED.sub(r"[\1]", html))).split("\n")
    return "\n".join(LOOSE.sub(r"\1", line) for line in map(plain, lines) if line)


def _told_apart(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[tuple[Kind, str]]:
    """Of words with the space that follows each."""
    gone = came = ""
    matcher = SequenceMatcher(None, [word for word, _ in old], [word for word, _ in new])
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            gone += "".join(map("".join, old[i1:i2]))
            came += "".join(map("".join, new[j1:j2]))
            continue
        for (word, space), (_, other) in zip(old[i1:i2], new[j1:j2], strict=True):
            yield from _replaced(gone, came)
            yield "same", word
            gone, came = space, other
    yield from _replaced(gone, came)


def _replaced(gone: str, came: str) -> Iterator[tuple[Kind, str]]:
    """A space at either end of both is no part of what was replaced."""
    start = commonprefix([gone, came])
    start = start[: len(start) - len(start.lstrip())]
    gone, came = gone[len(start) :], came[len(start) :]
    end = commonprefix([gone[::-1], came[::-1]])[::-1]
    end = end[len(end.rstrip()) :]
    size = len(end)
    told: list[tuple[Kind, str]] = [
        ("same", start),
        ("removed", gone[: len(gone) - size]),
        ("added", came[: len(came) - size]),
        ("same", end),
    ]
    yield from ((kind, text) for kind, text in told if text)
