"""A file as records: cells with the line they begin at, from any byte on where one begins."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

LONGEST = 64 * 1024  # bytes of one record: a quotation mark that is never closed would swallow the file
OPEN = "A quotation mark is opened here and not closed, or the line is far too long."
BROKEN = "This line is broken in a way that cannot be read."


class Record(NamedTuple):
    """`to` is the byte after it, `next_line` the number of the line there. With a `problem` it has no cells."""

    line: int
    cells: list[str]
    to: int
    next_line: int
    problem: str = ""


def records(file: BinaryIO, *, start: int, line: int, encoding: str, delimiter: str) -> Iterator[Record]:
    """From `start`, which is where line number `line` begins. What cannot be read is one record for one line; the next
    line is read as if nothing had happened."""
    while True:
        lines = _Lines(file, start, encoding)
        reader = csv.reader(lines, delimiter=delimiter)
        begin = line
        while True:
            lines.begin_record()
            try:
                cells = next(reader, None)
            except (csv.Error, _Endless) as error:
                problem = OPEN if isinstance(error, _Endless) else BROKEN
                break
            if cells is None:
                return
            line = begin + reader.line_num
            yield Record(line - lines.many, cells, lines.at, line)
        start = _end_of_line(file, lines.start)
        yield Record(line, [], start, line + 1, problem)
        line += 1


class _Endless(Exception):
    """This record does not end."""


class _Lines:
    """Hands the reader a line at a time, and knows to which byte it has come."""

    def __init__(self, file: BinaryIO, start: int, encoding: str) -> None:
        file.seek(start)
        self.readline, self.encoding, self.at = file.readline, encoding, start
        self.begin_record()

    def begin_record(self) -> None:
        self.start, self.many = self.at, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self.readline(LONGEST + 1)
        if not raw:
            raise _Endless if self.many else StopIteration
        self.at += len(raw)
        self.many += 1
        if self.at - self.start > LONGEST:
            raise _Endless
        return raw.decode(self.encoding)


def _end_of_line(file: BinaryIO, start: int) -> int:
    """The byte after the line that begins at `start`, however long it is."""
    file.seek(start)
    while (raw := file.readline(LONGEST)) and not raw.endswith(b"\n"):
        pass
    return file.tell()
