"""A file that is brought in, and the worker that takes it further."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from newsletter.importing.beginning import begin
from newsletter.importing.keeping import keep
from newsletter.importing.work import work_due
from newsletter.models import Import, ImportRow
from newsletter.models.importing import MOVING


def brought(content: str | bytes, **more: Any) -> Import:
    """As it is when the upload is done."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        kept = keep(Path(file.name))
    told = {"file_name": "list.csv", "source": "The old list", "by": None} | more
    return begin(kept, **told)


def worked(parent: Import) -> Import:
    """As it is when the worker has nothing more to do."""
    for _ in range(1000):
        parent.refresh_from_db()
        if parent.stage not in MOVING:
            return parent
        work_due()
    raise TimeoutError(parent.stage)


def read(content: str | bytes, **more: Any) -> Import:
    return worked(brought(content, **more))


def applied(content: str | bytes, **more: Any) -> Import:
    parent = read(content, **more)
    parent.apply(by=more.get("by"))
    return worked(parent)


def undone(parent: Import) -> Import:
    parent.undo(by=None)
    return worked(parent)


def rows(parent: Import) -> list[ImportRow]:
    return list(parent.rows.order_by("line"))


def verdicts(parent: Import) -> list[tuple[int, str]]:
    return [(row.line, row.get_verdict_display()) for row in rows(parent)]
