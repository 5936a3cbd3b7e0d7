"""What readers would see otherwise: a page drawn twice -> the lines that differ, and the pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from articles.lines import Line, lines_of
from articles.words import Piece, legible, pieces

CELL = re.compile(r"</(?:td|th)>\s*")
LINE = re.compile(r"</(?:div|dd|dt|figcaption|figure|section|h1|summary|details|ol|ul|dl|table|caption|thead|tbody)>")
IMAGE = re.compile(r'<img\b[^>]*?\bsrc="/media/([^"]+)"')
AROUND = 1  # unchanged lines that are shown on either side
MOST_LINES = 24


@dataclass(frozen=True)
class Foreseen:
    """`passages`: lines that stand together; `gone` and `come`: names of picture files; `is_cut`: there is more."""

    passages: tuple[tuple[Line, ...], ...]
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def is_silent(self) -> bool:
        """No word and no picture differs: a link does, or what only machines read."""
        return not self.passages and not self.gone and not self.come


def foresee(before: str, after: str) -> Foreseen:
    """What differs between two drawings of one page."""
    old, new = readable(before), readable(after)
    shown, passages = 0, []
    for passage in _passages(old, new):
        shown += len(passage)
        if shown > MOST_LINES and passages:
            break
        passages.append(passage[:MOST_LINES])
    images = [dict.fromkeys(IMAGE.findall(side)) for side in (before, after)]
    gone, come = ([name for name in images[n] if name not in images[1 - n]] for n in (0, 1))
    return Foreseen(tuple(passages), tuple(gone), tuple(come), is_cut=shown > MOST_LINES)


def readable(html: str) -> list[str]:
    """The words of a drawing, as lines; the cells of a row stand in one of them."""
    text = legible(LINE.sub("</p>", CELL.sub(" · ", html.replace("\n", " "))))
    return [line.strip(" ·") for line in text.split("\n") if line.strip(" ·")]


def _passages(old: list[str], new: list[str]) -> Iterator[tuple[Line, ...]]:
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        yield tuple(chain.from_iterable(_lines(tag, old[i1:i2], new[j1:j2]) for tag, i1, i2, j1, j2 in group))


def _lines(tag: str, old: list[str], new: list[str]) -> list[Line]:
    if tag == "equal":
        return [Line((Piece("same", line),)) for line in new]
    return lines_of(pieces("\n".join(old), "\n".join(new)))
