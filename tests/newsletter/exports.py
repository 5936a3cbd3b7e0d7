"""Exports to try: of whatever is in the database, as cells."""

from __future__ import annotations

import csv
import io
from typing import Any

from newsletter.exporting import stream
from newsletter.models import Export


def taken(**chosen: Any) -> bytes:
    """The bytes of an export from the command line."""
    return b"".join(stream(Export.start(by=None, reason="To try it", **chosen)))


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
