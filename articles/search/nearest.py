"""A likely mistyping: known words a letter or two away, offered only where they find something."""

from __future__ import annotations

from articles.search.asking import ALL, Asked, Ways
from articles.search.engine import engine
from articles.search.finding import LIVE, rows
from articles.search.query import Query, read

MOST_TRIED = 3  # known words for an unknown one
SHORTEST = 3


def correction(query: Query) -> Query | None:
    """The query with each word that finds nothing replaced by the nearest that finds something."""
    words = list(query.words)
    for ways in query.asked:
        word = ways[0].words[0]
        if len(ways[0].words) > 1 or is_found((ways,)):
            continue
        better = next((near for near in nearest(word) if is_found(read(near).asked)), None)
        if better is None:
            return None
        words = [better if each == word else each for each in words]
    corrected = read(" ".join(words))
    is_better = corrected.words != query.words and is_found(corrected.asked)
    return corrected if is_better else None


def nearest(word: str) -> list[str]:
    """The closest first; at as many letters away, those that begin alike."""
    if len(word) < SHORTEST:
        return []
    most = 1 if len(word) < 5 else 2 if len(word) < 9 else 3
    far = {other: distance(word, other, most) for other in engine().near(word) if abs(len(other) - len(word)) <= most}
    close = [other for other, steps in far.items() if steps <= most]
    return sorted(close, key=lambda other: (far[other], other[0] != word[0], -len(other), other))[:MOST_TRIED]


def distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed or swapped with the next (optimal string alignment); `most` + 1 is "more"."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                steps = min(steps, last[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return row[-1]


def is_found(asked: Asked | tuple[Ways, ...]) -> bool:
    if not asked:
        return False
    holding, words = engine().holding(asked, ALL)
    return bool(rows(f"SELECT 1 FROM {engine().source} WHERE {holding} AND {LIVE} LIMIT 1", words))
