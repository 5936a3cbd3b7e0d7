"""The least a WSGI server can be asked for: nothing at all (`empty`), or bytes that lie ready (`ready`)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ["BENCH_PAGE"])
BODY = (FOLDER / "body").read_bytes()
HEADERS = [(name, value) for name, value in json.loads((FOLDER / "headers.json").read_text())]
NOTHING = [("Content-Type", "text/plain"), ("Content-Length", "0")]


def empty(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", NOTHING)
    return []


def ready(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The page's own headers and packed bytes, without a question."""
    start_response("200 OK", HEADERS)
    return [BODY]
