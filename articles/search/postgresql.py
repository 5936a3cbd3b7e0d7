"""Words in tsvectors: the configuration `english` stems, labels A and B mark titles and headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from articles.search.asking import ALL, NAMES, TITLE, Asked, Phrase
from articles.search.words import folded

COLUMNS = {TITLE: "names", NAMES: "names", ALL: "words"}
WEIGHTS = "{0.1, 0.1, 0.3, 0.8}"  # of text, nothing, headings, titles
MOST_NEAR = 100
NAMED = "setweight(to_tsvector('english', v.a), 'A') || setweight(to_tsvector('english', v.b), 'B')"
KEEP = f"""UPDATE articles_entry e SET headings = v.headings, text = v.text, names = {NAMED},
 words = {NAMED} || to_tsvector('english', v.c) FROM (VALUES %s) AS v (id, headings, text, a, b, c) WHERE e.id = v.id"""
AT_ONCE = 50
BY_INDEX = "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)"


class PostgreSQL:
    source = "articles_entry e"
    by_age = "e.id DESC"

    @contextmanager
    def by_index(self) -> Iterator[None]:
        """The planner does not count what it costs to unpack the words of long texts, so it would read all entries for
        a common word, and for one that it never saw: five times the work, or a hundred times."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BY_INDEX)
            yield

    def holding(self, asked: Asked, part: str) -> tuple[str, list[str]]:
        return f"e.{COLUMNS[part]} @@ to_tsquery('english', %s)", [sentence(asked, "A" if part == TITLE else "")]

    def score(self, asked: Asked, part: str) -> tuple[str, list[str]]:
        """1: longer texts say everything more often."""
        rank = f"-ts_rank('{WEIGHTS}', e.{COLUMNS[part]}, to_tsquery('english', %s), 1)"
        return rank, [sentence(asked, "")]

    def keep(self, rows: Iterable[tuple[int, str, str, str]]) -> None:
        """Of each entry its number, title, headings and text, in place of what was there."""
        told = [
            (number, headings, text, *(" ".join(folded(words)) for words in (title, headings, text)))
            for number, title, headings, text in rows
        ]
        with connection.cursor() as cursor:
            for start in range(0, len(told), AT_ONCE):
                some = told[start : start + AT_ONCE]
                places = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(some))
                cursor.execute(KEEP.replace("%s", places), [value for row in some for value in row])

    def texts(self, ids: list[int]) -> dict[int, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, COALESCE(text, '') FROM articles_entry WHERE id = ANY(%s)", [ids])
            return dict(cursor.fetchall())

    def near(self, word: str) -> list[str]:
        """Known words that share many of their trigrams."""
        with connection.cursor() as cursor:
            sql = "SELECT word FROM articles_word WHERE word %% %s ORDER BY similarity(word, %s) DESC, word LIMIT %s"
            cursor.execute(sql, [word, word, MOST_NEAR])
            return [row[0] for row in cursor.fetchall()]

    def beginning(self, word: str) -> dict[str, str]:
        return {"word__startswith": word}

    def forget(self) -> None:
        """Nothing is left over: the words stand in the entries themselves."""

    def size(self) -> int:
        """Bytes of the entries with their words and indexes."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('articles_entry')")
            return cursor.fetchone()[0]


def sentence(asked: Asked, label: str) -> str:
    """For `to_tsquery`: in quotation marks, so that no word is an operator; words have none themselves."""
    return " & ".join(f"({' | '.join(spelt(phrase, label) for phrase in ways)})" for ways in asked)


def spelt(phrase: Phrase, label: str) -> str:
    *before, last = phrase.words
    words = [f"'{word}':{label}" if label else f"'{word}'" for word in before]
    marks = ("*" if phrase.is_open else "") + label
    words.append(f"'{last}':{marks}" if marks else f"'{last}'")
    return f"({' <-> '.join(words)})"
