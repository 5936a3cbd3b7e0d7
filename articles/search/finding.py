"""Entries that hold what is asked: how many of each kind and topic, and the best of them in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from articles.search.asking import ALL, NAMES, TITLE, Asked
from articles.search.engine import engine

RANKED = 3000  # of entries that hold the words in their text alone, the newest so many are weighed
# A source counts while a live page cites it: its last page takes it away, whatever else is written.
CITED = "EXISTS (SELECT 1 FROM articles_publishedrecord r WHERE r.name = 'reference:' || e.key)"
LIVE = f"(e.publication_id IS NOT NULL OR {CITED})"


@dataclass(frozen=True)
class Narrowed:
    """To one kind, to one topic (its key), or to neither."""

    kind: str = ""
    topic: str = ""

    def condition(self) -> tuple[str, list[Any]]:
        kind = ("e.kind = %s", [self.kind]) if self.kind else ("", [])
        topic = ("e.topics LIKE %s", [f"%|{self.topic}|%"]) if self.topic else ("", [])
        parts = [LIVE, *filter(None, (kind[0], topic[0]))]
        return " AND ".join(parts), [*kind[1], *topic[1]]


@dataclass
class Tally:
    """How many entries hold what is asked: of each kind in the chosen topic, of each topic in the chosen kind."""

    kinds: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    total: int = 0
    of_kind: int = 0  # of the chosen one, in whatever topic
    everywhere: int = 0


def tally(asked: Asked, narrowed: Narrowed) -> Tally:
    """One walk over all that holds the words."""
    holding, words = engine().holding(asked, ALL)
    sql = f"SELECT e.kind, e.topics, COUNT(*) FROM {engine().source} WHERE {holding} AND {LIVE} GROUP BY 1, 2"
    found = Tally()
    for kind, topics, number in rows(sql, words):
        found.everywhere += number
        keys = topics.strip("|").split("|") if topics else []
        is_of_kind, is_of_topic = narrowed.kind in ("", kind), not narrowed.topic or narrowed.topic in keys
        found.of_kind += number if is_of_kind else 0
        found.total += number if is_of_kind and is_of_topic else 0
        found.kinds[kind] += number if is_of_topic else 0
        for key in keys:
            found.topics[key] += number if is_of_kind else 0
    return found


def ranked(asked: Asked, narrowed: Narrowed, *, most: int) -> list[int]:
    """The best `most`: those that hold all words in the title, the shortest title first; those that do in title and
    headings; the others. A part that is not needed is not asked for."""
    found: dict[int, None] = {}
    for part in (in_title, in_names, anywhere):
        if len(found) < most:
            found |= dict.fromkeys(part(asked, narrowed, most=most))
    return list(found)[:most]


def in_title(asked: Asked, narrowed: Narrowed, most: int) -> list[int]:
    holding, words = engine().holding(asked, TITLE)
    where, more = narrowed.condition()
    sql = f"SELECT e.id FROM {engine().source} WHERE {holding} AND {where} ORDER BY e.length, e.place, e.id LIMIT %s"
    return [row[0] for row in rows(sql, [*words, *more, most])]


def in_names(asked: Asked, narrowed: Narrowed, most: int) -> list[int]:
    return best(asked, narrowed, NAMES, most)


def anywhere(asked: Asked, narrowed: Narrowed, *, most: int) -> list[int]:
    return best(asked, narrowed, ALL, most)


def best(asked: Asked, narrowed: Narrowed, part: str, most: int) -> list[int]:
    """By weight; of very many, the newest are weighed."""
    holding, words = engine().holding(asked, part)
    score, weighed = engine().score(asked, part)
    where, more = narrowed.condition()
    near = f"SELECT e.id, e.place, {score} AS score FROM {engine().source} WHERE {holding} AND {where}"
    near += f" ORDER BY {engine().by_age} LIMIT {RANKED}"
    sql = f"SELECT id FROM ({near}) AS near ORDER BY score, place, id LIMIT %s"
    return [row[0] for row in rows(sql, [*weighed, *words, *more, most])]


def rows(sql: str, words: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, words)
        return cursor.fetchall()
