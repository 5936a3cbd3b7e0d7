"""The list as CSV: streamed in constant memory from one moment's state, and safe to open in a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Case, CharField, Func, Value, When
from django.db.models.sql.compiler import SQLCompiler

from newsletter.models.export import Export
from newsletter.models.subscriber import State, Subscriber

COLUMNS = ("address", "state", "asked", "confirmed", "left")
BATCH = 2000
# What starts a formula, with full-width twins and the white space that is skipped before one; and what stops it.
DANGEROUS = tuple("=+-@＝＋－＠\t\r\n'")


def stream(export: Export) -> Iterator[bytes]:
    """CSV in UTF-8 with BOM. After the last byte the export gets its count and SHA-256; broken off, it never does."""
    start = codecs.BOM_UTF8 + _csv([COLUMNS])
    digest, count = hashlib.sha256(start), 0
    yield start
    with snapshot() as cursor:
        cursor.execute(*_query(export.state))
        while rows := cursor.fetchmany(BATCH):
            chunk = _csv(rows)
            digest.update(chunk)
            count += len(rows)
            yield chunk
    export.finish(rows=count, sha256=digest.hexdigest())


def neutral(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe goes before what would be a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def restored(cell: str) -> str:
    """The exact text again, whatever `neutral` did."""
    return cell.removeprefix("'")


@contextmanager
def snapshot() -> Iterator[CursorWrapper]:
    """A cursor on a read-only connection of its own, which sees one moment and lets every writer go on."""
    opened = _sqlite if connection.vendor == "sqlite" else _postgresql
    with opened() as cursor:
        yield cursor


@contextmanager
def _sqlite() -> Iterator[SQLiteCursorWrapper]:
    name = str(connection.settings_dict["NAME"])
    uri = name if name.startswith("file:") else f"file:{quote(name)}?mode=ro"  # in memory, as tests have it, or a file
    # Any thread: the server closes a broken-off download in whichever it likes.
    with closing(sqlite3.connect(uri, uri=True, timeout=20, isolation_level=None, check_same_thread=False)) as own:
        own.execute("PRAGMA query_only = ON")
        own.execute("BEGIN")
        yield own.cursor(factory=SQLiteCursorWrapper)


@contextmanager
def _postgresql() -> Iterator[CursorWrapper]:
    with closing(connection.copy()) as own:
        own.inc_thread_sharing()
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with own.chunked_cursor() as cursor:
            yield cursor


class Moment(Func):
    """A moment as text, in UTC (ISO 8601): the database writes it faster than we could."""

    output_field = CharField()

    def as_sqlite(self, compiler: SQLCompiler, own: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, own, template="strftime('%%%%Y-%%%%m-%%%%dT%%%%H:%%%%M:%%%%SZ', %(expressions)s)")

    def as_postgresql(self, compiler: SQLCompiler, own: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler, own, template="to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        )


def _query(state: str) -> tuple[str, tuple[Any, ...]]:
    said = Case(
        When(left_at__isnull=False, then=Value(State.LEFT.value)),
        When(confirmed_at__isnull=False, then=Value(State.ACTIVE.value)),
        default=Value(State.PENDING.value),
    )
    moments = [Moment(column) for column in ("created_at", "confirmed_at", "left_at")]
    chosen = Subscriber.objects.in_state(state).order_by("pk").values_list("address", said, *moments)
    return chosen.query.sql_with_params()


def _csv(rows: Iterable[tuple[str | None, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([neutral(cell or "") for cell in row] for row in rows)
    return text.getvalue().encode()
