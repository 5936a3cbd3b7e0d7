"""Log lines that name no mailbox and carry no token."""

from __future__ import annotations

import logging
import re

ADDRESS = re.compile(r"[^\s@<>\"'=(]+(?:@|%40)[^\s@<>\"'),]+\.[\w-]{2,}")
# Twenty characters and more of mixed case with a digit: signed links and session keys, no slug and no file's hash.
TOKEN = re.compile(r"(?=[\w:=-]*[A-Z])(?=[\w:=-]*[a-z])(?=[\w:=-]*\d)[\w:=-]{20,}")


class DiscreetFormatter(logging.Formatter):
    """Masks in the whole record, its traceback included."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("[token]", ADDRESS.sub("[address]", super().format(record)))
