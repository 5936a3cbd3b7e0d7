"""Words in FTS5: the tokenizer folds and stems, `bm25` weighs titles before headings before text."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext

from django.db import connection

from articles.search.asking import ALL, NAMES, TITLE, Asked, Phrase

COLUMNS = {TITLE: "{title} : ", NAMES: "{title headings} : ", ALL: ""}
LAST = chr(0x10FFFF)  # after every letter
MOST_NEAR = 3000  # words with three letters in common that are looked at


class SQLite:
    source = "articles_entry_text JOIN articles_entry e ON e.id = articles_entry_text.rowid"
    by_age = "articles_entry_text.rowid DESC"  # FTS5 walks that way by itself

    def by_index(self) -> AbstractContextManager[None]:
        """FTS5 knows no other way."""
        return nullcontext()

    def holding(self, asked: Asked, part: str) -> tuple[str, list[str]]:
        words = " AND ".join(f"({' OR '.join(map(spelt, ways))})" for ways in asked)
        return "articles_entry_text MATCH %s", [f"{COLUMNS[part]}({words})"]

    def score(self, asked: Asked, part: str) -> tuple[str, list[str]]:
        return "bm25(articles_entry_text, 8.0, 3.0, 1.0)", []

    def keep(self, rows: Iterable[tuple[int, str, str, str]]) -> None:
        """Of each entry its number, title, headings and text, in place of what was there."""
        told = list(rows)
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM articles_entry_text WHERE rowid = %s", [row[:1] for row in told])
            cursor.executemany(
                "INSERT INTO articles_entry_text (rowid, title, headings, text) VALUES (%s, %s, %s, %s)", told
            )

    def texts(self, ids: list[int]) -> dict[int, str]:
        places = ", ".join(["%s"] * len(ids)) or "NULL"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid, text FROM articles_entry_text WHERE rowid IN ({places})", ids)
            return dict(cursor.fetchall())

    def near(self, word: str) -> list[str]:
        """Known words with three letters in a row in common."""
        parts = " OR ".join(f'"{word[i : i + 3]}"' for i in range(len(word) - 2))
        if not parts:
            return []
        with connection.cursor() as cursor:
            sql = "SELECT word FROM articles_word_near WHERE articles_word_near MATCH %s LIMIT %s"
            cursor.execute(sql, [parts, MOST_NEAR])
            return [row[0] for row in cursor.fetchall()]

    def beginning(self, word: str) -> dict[str, str]:
        """For a filter of words; LIKE would read them all."""
        return {"word__gte": word, "word__lt": word + LAST}

    def forget(self) -> None:
        """Remove what no entry has any more, and put the rest together."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_entry_text WHERE rowid NOT IN (SELECT id FROM articles_entry)")
            cursor.execute("INSERT INTO articles_entry_text (articles_entry_text, rank) VALUES ('merge', 500)")
            cursor.execute("INSERT INTO articles_word_near (articles_word_near) VALUES ('rebuild')")

    def size(self) -> int:
        """Bytes of the index with the words in it, as near as SQLite tells without its `dbstat`."""
        with connection.cursor() as cursor:
            parts = ["(SELECT COALESCE(SUM(LENGTH(block)), 0) FROM articles_entry_text_data)"]
            parts += [
                f"(SELECT COALESCE(SUM(LENGTH({c})), 0) FROM articles_entry_text_content)" for c in ("c0", "c1", "c2")
            ]
            cursor.execute(f"SELECT {' + '.join(parts)}")
            return cursor.fetchone()[0]


def spelt(phrase: Phrase) -> str:
    """In quotation marks, so that no word is an operator; words have none themselves."""
    return f'"{" ".join(phrase.words)}"{" *" if phrase.is_open else ""}'
