"""Thousands of rows in one go: COPY where the database has it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

Column = tuple[str, str]  # its name and its SQL type


def temporary(cursor: CursorWrapper, table: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    """Rows in a table that only this transaction sees. Empty text stays empty text; None is NULL."""
    names = [name for name, _ in columns]
    said = ", ".join(f"{name} {kind}" for name, kind in columns)
    if connection.vendor == "sqlite":
        cursor.execute(f"DROP TABLE IF EXISTS temp.{table}")
        cursor.execute(f"CREATE TEMP TABLE {table} ({said})")
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO temp.{table} ({', '.join(names)}) VALUES ({marks})", rows)
        return
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    cursor.execute(f"CREATE TEMP TABLE {table} ({said}) ON COMMIT DROP")
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    texts = ", ".join(name for name, kind in columns if kind == "text")
    cursor.copy_expert(f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({texts}))", text)
