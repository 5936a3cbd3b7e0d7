"""Parts of a page that stand in another place than before, and may have changed on the way."""

from __future__ import annotations

from collections.abc import Iterator

from articles.comparison import ALIKE, WORDS, Change, Piece, pieces


def moved(changes: tuple[Change, ...]) -> Iterator[tuple[int, Change]]:
    """What stands in two places, once as theirs and once as mine, told at both of them as one change."""
    left = {place: change for place, change in enumerate(changes) if change.kind == "added"}
    for place, change in enumerate(changes):
        if change.kind != "removed":
            continue
        pairs = ((other, _told_as_one(change, added)) for other, added in left.items())
        other, told = max(pairs, key=lambda pair: _share(pair[1]), default=(0, ()))
        if _share(told) >= ALIKE:
            one = Change(change.what, "changed", told, change.before, left.pop(other).after)
            yield from ((place, one), (other, one))


def _told_as_one(removed: Change, added: Change) -> tuple[Piece, ...]:
    """The pieces of both; none where their words have too little in common, which is seen before the words are told
    apart, because that is slow."""
    old, new = (set(WORDS.findall("".join(p.text for p in change.pieces))) for change in (removed, added))
    if removed.what != added.what or 2 * len(old & new) < ALIKE * (len(old) + len(new)):
        return ()
    return pieces(*("".join(piece.text for piece in change.pieces) for change in (removed, added)))


def _share(told: tuple[Piece, ...]) -> float:
    """How much of both sides stands in both, from 0 to 1."""
    same = sum(len(piece.text) for piece in told if piece.kind == "same")
    return 2 * same / (same + sum(len(piece.text) for piece in told)) if same else 0.0
