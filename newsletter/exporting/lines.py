"""The rows of an export as lines of CSV (RFC 4180) or NDJSON: the same on both databases.

PostgreSQL writes them by COPY, SQLite by a raw cursor; the cells are made in SQL, so that little is left to do."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import chain

from django.db import connection
from django.db.backends.utils import CursorWrapper

from newsletter.exporting.columns import Column, chosen_columns, joins
from newsletter.exporting.snapshot import BATCH, copied, snapshot
from newsletter.exporting.terms import Terms
from newsletter.models.export import Dialect, Export

Piece = tuple[int, bytes]  # how many rows, and their bytes
Lines = Iterable[list[bytes]]
FROM_SUBSCRIBERS = ("id", "address", "created_at", "confirmed_at", "left_at", "paused_until")
# No line of JSON holds these two, so nothing is ever quoted.
AS_IT_IS = r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"


def csv_lines(export: Export) -> Iterator[Piece]:
    """The header first, as a piece without rows."""
    is_neutral = export.dialect == Dialect.SPREADSHEET
    columns = chosen_columns(export.columns)
    yield 0, (codecs.BOM_UTF8 if is_neutral else b"") + _csv([[column.name for column in columns]])
    cells = [column.cell(connection.vendor, is_neutral=is_neutral) for column in columns]
    if len(cells) == 1:  # an empty line would be taken for none
        cells = [f"COALESCE({cells[0]}, '')"]
    selected = ", ".join(cells)
    yield from _rows(export, columns, selected, _csv, "(FORMAT csv)", b"\r\n")


def json_lines(export: Export) -> Iterator[Piece]:
    """An object for each person; lists are lists, what is not known is null."""
    columns, vendor = chosen_columns(export.columns), connection.vendor
    if vendor == "sqlite":
        pairs = ", ".join(f"'{column.name}', {column.value(vendor)}" for column in columns)
        selected = f"json_object({pairs})"
    else:
        named = ", ".join(f'{column.value(vendor)} AS "{column.name}"' for column in columns)
        selected = f"(SELECT row_to_json(r) FROM (SELECT {named}) r)"
    yield from _rows(export, columns, selected, _plain, AS_IT_IS, b"\n")


def _rows(
    export: Export, columns: list[Column], selected: str, written: Callable[..., bytes], options: str, ending: bytes
) -> Iterator[Piece]:
    statement, values = _query(export, columns, selected)
    with snapshot() as cursor:
        if connection.vendor == "sqlite":
            yield from _fetched(cursor, statement, values, written)
        else:
            copy = copied(cursor, f"COPY ({statement}) TO STDOUT {options}", values)
            with closing(copy):
                yield from ((len(rows), _ended(rows, ending)) for rows in copy)


def _fetched(
    cursor: CursorWrapper, statement: str, values: tuple[object, ...], written: Callable[..., bytes]
) -> Iterator[Piece]:
    cursor.execute(statement, values)
    while rows := cursor.fetchmany(BATCH):
        yield len(rows), written(rows)


def _ended(rows: list[bytes], ending: bytes) -> bytes:
    """PostgreSQL ends a line with LF alone; one within a cell stays as it is."""
    return b"".join(rows) if ending == b"\n" else ending.join([row[:-1] for row in rows]) + ending


def _query(export: Export, columns: list[Column], selected: str) -> tuple[str, tuple[object, ...]]:
    people = Terms.kept(export.state, export.terms).people().order_by().values(*FROM_SUBSCRIBERS)
    chosen, values = people.query.sql_with_params()
    return f"SELECT {selected} FROM ({chosen}) s{joins(columns, connection.vendor)} ORDER BY s.id", values


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _plain(rows: Iterable[tuple[str]]) -> bytes:
    return "".join(chain.from_iterable((line, "\n") for (line,) in rows)).encode()
