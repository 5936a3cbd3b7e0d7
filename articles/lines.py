"""Changed words as lines that a person reads: paragraphs, points and rows instead of pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.words import Piece


@dataclass(frozen=True)
class Line:
    """A paragraph, a point of a list, a row: words that stand together."""

    pieces: tuple[Piece, ...]

    @property
    def is_change(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)

    @property
    def after(self) -> str:
        """What it says now."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "removed")


def lines_of(found: Iterable[Piece]) -> list[Line]:
    """`found`, line by line; a line end that came or went stands as ¶."""
    return [Line(tuple(row)) for row in _rows(calm(found)) if row]


def calm(found: Iterable[Piece]) -> tuple[Piece, ...]:
    """Changed words with nothing but a space between them are one change: fewer marks, read as a sentence."""
    calmer: list[Piece] = []
    old = new = ""
    found = list(found)
    for number, piece in enumerate(found):
        is_gap = piece.text.strip(" ") == "" and bool(old or new) and number + 1 < len(found)
        if piece.kind == "same" and not is_gap:
            calmer += [*_changed(old, new), piece]
            old = new = ""
            continue
        old += piece.text if piece.kind != "added" else ""
        new += piece.text if piece.kind != "removed" else ""
    return (*calmer, *_changed(old, new))


def _changed(old: str, new: str) -> Iterator[Piece]:
    """What is only a space needs no mark."""
    if old.strip(" "):
        yield Piece("removed", old)
    if new:
        yield Piece("added" if new.strip(" ") else "same", new)


def _rows(found: Iterable[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = [[]]
    for piece in found:
        if piece.kind != "same" and not piece.text.strip():
            rows[-1].append(Piece(piece.kind, "¶"))
        first, *more = piece.text.split("\n")
        for number, text in enumerate([first, *more]):
            rows += [[]] if number else []
            rows[-1] += [Piece(piece.kind, text)] if text else []
    return rows
