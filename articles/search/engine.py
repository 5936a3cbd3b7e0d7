"""One way to look words up, whichever database keeps them: `engine()` is all that others need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from articles.search.postgresql import PostgreSQL
from articles.search.sqlite import SQLite

ENGINES = {"sqlite": SQLite, "postgresql": PostgreSQL}


def engine() -> SQLite | PostgreSQL:
    """That of the database in use. Each has `source`, what entries `e` are selected from; `holding`, the condition that
    an entry holds the words, in its `TITLE`, its `NAMES` (title and headings) or `ALL`; `score`, the better the
    smaller, with a condition's own parameters; `keep`, `texts`, `near`, `beginning`, `forget` and `size`."""
    return ENGINES[connection.vendor]()


@contextmanager
def by_index() -> Iterator[None]:
    """What is asked meanwhile goes by indexes."""
    with engine().by_index():
        yield
