"""The next piece of a file as rows: what was typed, whose address that is, and what else the line tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import BinaryIO, NamedTuple

from newsletter.addresses import NotAnAddress
from newsletter.exporting.cells import restored
from newsletter.importing import mailboxes
from newsletter.importing.cells import Told, Unclear, Witness, told_by, witnesses
from newsletter.importing.layout import Layout
from newsletter.importing.records import Record, records
from newsletter.tokens import keyed_hasher

PIECE = 5000  # lines
NUL = "This line holds NUL, which no text does."
NOTHING: tuple[str, None, None, None] = ("{}", None, None, None)


class Row(NamedTuple):
    """As it goes into the database: moments as text in UTC, `told` as JSON."""

    line: int
    typed: str
    address: str
    key: str
    digest: str
    problem: str
    is_role: bool
    told: str
    asked_at: str | None
    confirmed_at: str | None
    left_at: str | None


@dataclass
class Piece:
    """`read_to` is the byte after it, `lines` how many lines end there, `blank` how many of them said nothing."""

    rows: list[Row] = field(default_factory=list)
    read_to: int = 0
    lines: int = 0
    blank: int = 0
    is_last: bool = False


@dataclass
class Reader:
    """Reads pieces of one file. `is_proved` if a statement covers all of it; `now` is when it was brought in."""

    layout: Layout
    is_proved: bool
    now: datetime

    def __post_init__(self) -> None:
        self.digest = keyed_hasher("suppression")
        self.place = self.layout.columns["address"]
        self.others = {name: at for name, at in self.layout.columns.items() if name != "address"}
        self.usual = ("{}", None, _text(self.now), None) if self.is_proved else NOTHING

    def piece(self, file: BinaryIO, *, read_to: int, lines: int) -> Piece:
        """From that byte on, which is where line `lines` + 1 begins."""
        found = Piece(read_to=read_to, lines=lines)
        rows, witness, many = found.rows, witnesses(), 0
        for record in islice(self._records(file, read_to, lines + 1), PIECE):
            many += 1
            text = "".join(record.cells)
            if record.problem or text.strip():
                rows.append(self._row(record, text, witness))
            else:
                found.blank += 1
            found.read_to, found.lines = record.to, record.next_line - 1
        found.is_last = many < PIECE
        return found

    def _records(self, file: BinaryIO, start: int, line: int) -> Iterator[Record]:
        return records(file, start=start, line=line, encoding=self.layout.encoding, delimiter=self.layout.delimiter)

    def _row(self, record: Record, text: str, witness: Witness) -> Row:
        cells = record.cells
        typed = cells[self.place] if len(cells) > self.place else self.layout.delimiter.join(cells)
        if self.layout.is_spreadsheet:
            typed = restored(typed)
        if problem := record.problem or self._problem(cells, text):
            return _invalid(record.line, typed, problem)
        try:
            address = mailboxes.read(typed)
            more = self._told(cells, witness) if self.others else self.usual
        except (NotAnAddress, Unclear) as error:
            return _invalid(record.line, typed, str(error))
        said, key = str(address), address.key
        digest, is_role = self.digest(key), mailboxes.is_role(address)
        return Row(record.line, _shown(typed, said), said, key, digest, "", is_role, *more)

    def _problem(self, cells: list[str], text: str) -> str:
        if "\0" in text:
            return NUL
        if len(cells) != self.layout.width:
            return f"{len(cells)} cells where the first line has {self.layout.width}."
        return ""

    def _told(self, cells: list[str], witness: Witness) -> tuple[str, str | None, str | None, str | None]:
        told = told_by(partial(self._cell, cells), is_proved=self.is_proved, now=self.now, witness=witness)
        return (json.dumps(told.more, ensure_ascii=False), *map(_text, _moments(told)))

    def _cell(self, cells: list[str], name: str) -> str:
        at = self.others.get(name)
        if at is None:
            return ""
        return restored(cells[at]) if self.layout.is_spreadsheet else cells[at]


def _moments(told: Told) -> tuple[datetime | None, datetime | None, datetime | None]:
    return told.asked_at, told.confirmed_at, told.left_at


def _text(moment: datetime | None) -> str | None:
    """As SQLite keeps it; PostgreSQL is told that this is UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if moment else None


def _shown(typed: str, address: str) -> str:
    return typed if typed == address else typed[:320]


def _invalid(line: int, typed: str, problem: str) -> Row:
    shown = typed.replace("\0", "␀")[:320]
    return Row(line, shown, "", "", "", problem[:120], False, *NOTHING)
