"""Log lines that name no mailbox and carry no token, and one line only where the database or the disk is gone."""

from __future__ import annotations

import copy
import logging
import re

from kratominfo.outage import is_outage, summary

ADDRESS = re.compile(r"[^\s@<>\"'=(]+(?:@|%40)[^\s@<>\"'),]+\.[\w-]{2,}")
# Twenty characters and more of mixed case with a digit: signed links and session keys, no slug and no file's hash.
TOKEN = re.compile(r"(?=[\w:=-]*[A-Z])(?=[\w:=-]*[a-z])(?=[\w:=-]*\d)[\w:=-]{20,}")


class DiscreetFormatter(logging.Formatter):
    """Masks in the whole record, its traceback included."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("[token]", ADDRESS.sub("[address]", super().format(shortened(record))))


def shortened(record: logging.LogRecord) -> logging.LogRecord:
    """Of an outage its summary instead of a traceback: a database that is gone for an hour is met by thousands. The
    page for an address that is not there may meet it, too."""
    error = record.exc_info[1] if record.exc_info else None
    told = error is not None and is_outage(error)
    if not told and getattr(record, "status_code", None) != 503:
        return record
    brief = copy.copy(record)
    if error is not None and told:
        brief.msg, brief.args = f"{record.getMessage()} ({summary(error)})", ()
    brief.exc_info = brief.exc_text = None
    return brief
