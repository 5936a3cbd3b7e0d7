"""How a file is to be read: found from its beginning, told in the report."""

from __future__ import annotations

import codecs
import io
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from newsletter.addresses import NotAnAddress
from newsletter.exporting.cells import restored
from newsletter.importing.mailboxes import read
from newsletter.importing.records import Record, records

SAMPLE = 128 * 1024  # bytes
LOOKED_AT = 20  # lines in which somebody must be found
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
ENCODINGS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "latin-1": "Latin-1"}
# What the column of the addresses may be called, the surest first; as it is compared, see `_plain`.
ADDRESS = ["email", "emailaddress", "mail", "mailaddress", "address", "emailadresse", "mailadresse", "courriel"]
ADDRESS += ["adresseemail", "correo", "correoelectronico", "subscriber", "recipient", "to"]
PROOF = ("wording", "words", "page", "revision", "mechanism", "proof")
OTHERS = [*("state", "asked", "confirmed", "left", "paused_until", "topics", "labels"), *PROOF]
ALIASES = {"tags": "labels", "label": "labels", "topic": "topics", "status": "state"}
MAGIC = {
    b"PK\x03\x04": "This is a spreadsheet (XLSX, ODS) or another packed file. Save it as CSV, and bring that in.",
    b"\xd0\xcf\x11\xe0": "This is an old spreadsheet (XLS). Save it as CSV, and bring that in.",
    b"%PDF": "This is a PDF. Addresses come in as text: one on each line, or as CSV.",
    b"\x1f\x8b": "This file is packed (gzip). Unpack it first.",
    codecs.BOM_UTF16_LE: "This text is in UTF-16. Save it as “CSV UTF-8”, and bring that in.",
    codecs.BOM_UTF16_BE: "This text is in UTF-16. Save it as “CSV UTF-8”, and bring that in.",
}


class Unreadable(ValueError):
    """The message tells the person who brought the file what to do."""


@dataclass(frozen=True)
class Layout:
    """`columns` says where those stand that are used, `unused` what the others are called. `start` is the byte at
    which the first line with a person begins, and `line` its number."""

    encoding: str
    has_bom: bool
    delimiter: str
    has_head: bool
    is_spreadsheet: bool
    width: int
    columns: dict[str, int]
    unused: list[str]
    start: int
    line: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def layout_of(path: Path, encoding: str, *, is_spreadsheet: bool | None = None) -> Layout:
    """Without `is_spreadsheet` it is told from the file: our own exports for spreadsheets have a BOM and begin with
    `address`. Raises Unreadable."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    _refuse_what_is_no_text(sample)
    has_bom = sample.startswith(codecs.BOM_UTF8) and encoding == "utf-8"
    start = len(codecs.BOM_UTF8) if has_bom else 0
    found = [_Head(delimiter, _beginning(sample, start, encoding, delimiter)) for delimiter in DELIMITERS]
    head = max(found, key=lambda each: (each.at is not None, each.width))
    if head.at is None:
        raise Unreadable(_no_addresses(head))
    if is_spreadsheet is None:
        is_spreadsheet = has_bom and head.names[0] == "address"
    begin = (head.first.to, head.first.next_line) if head.is_head else (start, 1)
    return Layout(
        encoding=encoding,
        has_bom=has_bom,
        delimiter=head.delimiter,
        has_head=head.is_head,
        is_spreadsheet=is_spreadsheet,
        width=head.width,
        columns=head.columns,
        unused=head.unused,
        start=begin[0],
        line=begin[1],
    )


class _Head:
    """The first lines, taken apart at one delimiter. The very first may be names of columns, or somebody already."""

    def __init__(self, delimiter: str, lines: list[Record]) -> None:
        self.delimiter, self.first = delimiter, lines[0] if lines else Record(1, [], 0, 2)
        self.names = [_plain(cell) for cell in self.first.cells]
        named = [self.names.index(name) for name in ADDRESS if name in self.names]
        self.is_head = bool(named)
        telling = (
            self.first if named else next((line for line in lines if any(map(_is_address, line.cells))), self.first)
        )
        self.width = len(telling.cells)
        self.at = named[0] if named else next((i for i, cell in enumerate(telling.cells) if _is_address(cell)), None)

    @property
    def columns(self) -> dict[str, int]:
        known = {_plain(name): name for name in OTHERS} | ALIASES if self.is_head else {}
        others = {known[name]: i for i, name in reversed(list(enumerate(self.names))) if name in known and i != self.at}
        return {**others, "address": self.at or 0}

    @property
    def unused(self) -> list[str]:
        names = self.first.cells if self.is_head else [f"column {place + 1}" for place in range(self.width)]
        return [name[:80] for place, name in enumerate(names) if place not in self.columns.values()]


def _beginning(sample: bytes, start: int, encoding: str, delimiter: str) -> list[Record]:
    """The first few lines that hold anything. The sample may end in the middle of a letter."""
    found: list[Record] = []
    with suppress(UnicodeDecodeError):
        for record in records(io.BytesIO(sample), start=start, line=1, encoding=encoding, delimiter=delimiter):
            if any(cell.strip() for cell in record.cells):
                found.append(record)
            if len(found) == LOOKED_AT:
                break
    return found


def _plain(cell: str) -> str:
    return re.sub(r"[\s_-]", "", cell.casefold().strip("\ufeff'\""))


def _is_address(cell: str) -> bool:
    try:
        read(restored(cell))
    except NotAnAddress:
        return False
    return True


def _refuse_what_is_no_text(sample: bytes) -> None:
    for magic, words in MAGIC.items():
        if sample.startswith(magic):
            raise Unreadable(words)
    if not sample.strip():
        raise Unreadable("This file is empty.")
    if sample.count(0) * 10 > len(sample):
        raise Unreadable("This is no text. Addresses come in as text: one on each line, or as CSV.")
    if b"\r" in sample.rstrip(b"\r") and b"\n" not in sample:
        raise Unreadable("The lines of this file end as on very old Macs. Save it once more, as “CSV UTF-8”.")


def _no_addresses(head: _Head) -> str:
    seen = ", ".join(f"“{cell[:40]}”" for cell in head.first.cells[:4])
    return (
        f"No address in the first lines, and no column is called “email” or “address”. The first line says {seen}."
        " Name the column of the addresses “email”, or leave everything out but the addresses."
    )[:300]
