"""What the report of an import shows: counts, pages of its lines by key, and all of them as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from newsletter.exporting.cells import neutral
from newsletter.importing.layout import DELIMITERS, ENCODINGS
from newsletter.models.importing import Import, ImportRow, Stage, Verdict

SHOWN = 100  # lines on a page
BATCH = 2000
ROLE = "role"
KINDS = [(verdict.name.lower(), verdict.label) for verdict in Verdict] + [(ROLE, "Office, not a person")]
KINDS_EXPLAINED = {
    "new": "Nobody here is known by this address.",
    "known": "They subscribe or wait to confirm. They keep their state, and get the labels and topics.",
    "suppressed": "They left, or mail to them came back. They stay off, whatever the file says.",
    "invalid": "Left out. The line says why.",
    "duplicate": "Left out: the first line with the address counts.",
    ROLE: "Such as info@ or sales@: often read by several. Counted above as well.",
}
STAYED = {
    "stay_confirmed": "confirmed by themselves",
    "stay_left": "left or changed their address",
    "stay_asked": "asked for the newsletter by themselves",
    "stay_chose": "chose topics or a pause",
}
HEAD = ("line", "typed", "verdict", "problem", "role")


@dataclass(frozen=True)
class Count:
    name: str
    label: str
    many: int
    told: str


@dataclass(frozen=True)
class Page:
    """`after` is where the next page begins; nothing on the last one."""

    rows: list[ImportRow]
    after: int | None


def counts(parent: Import) -> list[Count]:
    return [Count(name, label, parent.tally.get(name, 0), KINDS_EXPLAINED[name]) for name, label in KINDS]


def stayed(parent: Import) -> list[tuple[str, int]]:
    return [(told, parent.tally[name]) for name, told in STAYED.items() if parent.tally.get(name)]


def percent(parent: Import) -> int | None:
    """How far it has come, rounded down; nothing where it rests."""
    tally = parent.tally
    done, of = {
        Stage.READING: (parent.read_to, parent.size),
        Stage.APPLYING: (tally.get("through", 0), tally.get("new", 0) + tally.get("known", 0)),
        Stage.UNDOING: (tally.get("taken", 0) + sum(many for _, many in stayed(parent)), tally.get("made", 0)),
    }.get(Stage(parent.stage), (0, 0))
    return 100 * done // of if of else (0 if parent.is_moving else None)


def layout_told(parent: Import) -> dict[str, Any]:
    """How the file was read, in words."""
    layout = parent.layout
    used = [name for name, _ in sorted(layout["columns"].items(), key=lambda each: each[1])]
    return {
        "encoding": ENCODINGS[layout["encoding"]] + (" with BOM" if layout["has_bom"] else ""),
        "delimiter": DELIMITERS[layout["delimiter"]] if layout["width"] > 1 else "",
        "has_head": layout["has_head"],
        "is_spreadsheet": layout["is_spreadsheet"],
        "used": used,
        "unused": layout["unused"],
    }


def page(parent: Import, kind: str, *, after: int) -> Page:
    """A hundred lines after that key."""
    rows = list(rows_of(parent, kind).filter(pk__gt=after)[: SHOWN + 1])
    return Page(rows[:SHOWN], rows[SHOWN - 1].pk if len(rows) > SHOWN else None)


def rows_of(parent: Import, kind: str) -> QuerySet[ImportRow]:
    """In the order of the file; `kind` is one of KINDS."""
    rows = ImportRow.objects.filter(parent=parent).order_by("pk")
    return rows.filter(is_role=True) if kind == ROLE else rows.filter(verdict=Verdict[kind.upper()])


def as_csv(parent: Import, kind: str) -> Iterator[bytes]:
    """For a spreadsheet, in constant memory."""
    yield _csv([HEAD], begin="\ufeff")
    last = 0
    while rows := list(rows_of(parent, kind).filter(pk__gt=last)[:BATCH]):
        yield _csv([_cells(row) for row in rows])
        last = rows[-1].pk


def _cells(row: ImportRow) -> tuple[str, ...]:
    said = (row.typed, row.get_verdict_display(), row.problem, "yes" if row.is_role else "")
    return (str(row.line), *map(neutral, said))


def _csv(rows: list[tuple[str, ...]], *, begin: str = "") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return (begin + text.getvalue()).encode()
