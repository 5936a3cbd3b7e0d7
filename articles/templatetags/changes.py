"""What a template needs to draw changes calmly: paragraphs instead of pieces, markup that differs, both pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from articles.comparison import Change
from articles.lines import Line, calm, lines_of
from articles.snapshot import RICH, Block, Question
from articles.words import Piece, pieces

register = template.Library()
MARKUP = re.compile(r"<(?!/|p>|li>|br>|cite)[^>]*>")  # the words show paragraphs, points and citations themselves


@dataclass(frozen=True)
class Numbered:
    """A change at its place among all changes of its kind, and the places of those around it that are real ones."""

    index: int
    change: Change
    earlier: int | None
    later: int | None

    @property
    def is_change(self) -> bool:
        return self.change.is_change


@dataclass(frozen=True)
class Shown:
    """A picture on one side; `name` is the file of its smallest rendition, if it has one."""

    kind: str
    alt: str
    name: str


@register.filter
def numbered(changes: Sequence[Change]) -> list[Numbered]:
    """`changes`, where each knows the way to the next and to the last."""
    places = [index for index, change in enumerate(changes) if change.is_change]
    found = []
    for index, change in enumerate(changes):
        earlier = [place for place in places if place < index][-1:]
        later = [place for place in places if place > index][:1]
        found.append(Numbered(index, change, *(near[0] if near else None for near in (earlier, later))))
    return found


@register.filter
def lines(change: Change) -> list[Line]:
    """The words of `change`, line by line; a line end that came or went stands as ¶."""
    return lines_of(change.pieces)


@register.filter
def source(change: Change) -> tuple[Piece, ...]:
    """The text with its markup, where links, headings or emphasis differ; nothing where they do not."""
    if change.kind != "changed" or not isinstance(change.before, Block | Question):
        return ()
    before, after = html_of(change.before), html_of(change.after)
    return calm(pieces(before, after)) if MARKUP.findall(before) != MARKUP.findall(after) else ()


@register.filter
def is_markup_only(change: Change) -> bool:
    """No word differs, so that what does must be shown."""
    return all(piece.kind == "same" for piece in change.pieces)


@register.filter
def pictures(change: Change, sides: Any) -> list[Shown]:
    """The pictures of a change that is about one, before and after; `sides` has both snapshots."""
    if not sides or not change.is_change:
        return []
    names = _names(change, sides)
    old, new = ((name, side.records.get(name)) for name, side in zip(names, (sides.before, sides.after), strict=True))
    return [*_shown("removed", old[1]), *_shown("added", new[1])] if old != new else []


def html_of(part: Block | Question) -> str:
    if isinstance(part, Question):
        return part.answer
    return "\n".join(part.says[name] for name in RICH.get(part.type, ()))


def _names(change: Change, sides: Any) -> tuple[str, str]:
    """Which picture a change is about on either side: that of a block, that of the page, or the record itself."""
    parts = (change.before, change.after)
    if any(isinstance(part, Block) for part in parts):
        before, after = ("".join(part.shows) if part and part.type == "picturefigure" else "" for part in parts)
        return before, after
    if change.what == "Picture":
        return sides.before.picture, sides.after.picture
    kind, _, key = change.what.partition(" ")
    name = f"picture:{key}" if kind == "Picture" else ""
    return name, name


def _shown(kind: str, picture: dict[str, Any] | None) -> Iterator[Shown]:
    if picture:
        renditions = picture["renditions"]
        yield Shown(kind, picture["alt"], renditions[0]["name"] if renditions else "")
