"""The bytes of an export, and what becomes of it: counted, hashed and written down, also when it is broken off."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

from django.db import DatabaseError

from newsletter.exporting.lines import Piece, csv_lines, json_lines
from newsletter.exporting.sheet import sheet
from newsletter.models.export import Export, Format

PACE = 3.0  # seconds from one note of how far it is to the next
FORMATS: dict[str, Callable[[Export], Iterator[Piece]]] = {
    Format.CSV: csv_lines,
    Format.NDJSON: json_lines,
    Format.XLSX: sheet,
}


class TooMany(Exception):
    """The list grew meanwhile past what may be taken so."""


def stream(export: Export, *, most: int | None = None) -> Iterator[bytes]:
    """At the last byte the export gets its count and SHA-256; broken off, it says so instead. `most` rows may leave."""
    digest, count, noted_at = hashlib.sha256(), 0, time.monotonic()
    try:
        with closing(FORMATS[export.format](export)) as pieces:
            for rows, piece in pieces:
                count += rows
                if most is not None and count > most:
                    raise TooMany(f"More than {most:,} rows: the list has grown.")
                export.rows = count
                if piece:
                    digest.update(piece)
                    yield piece
                if time.monotonic() - noted_at > PACE:
                    noted_at = time.monotonic()
                    _note(export.tell)
    except BaseException:
        _note(export.break_off)
        raise
    export.finish(rows=count, sha256=digest.hexdigest())


def _note(write: Callable[[], None]) -> None:
    """On the connection of the thread, so that the snapshot stays. A writer who waits too long must not end it."""
    with suppress(DatabaseError):
        write()
