"""An export as XLSX, where XlsxWriter is installed: every cell a string, so none is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from newsletter.exporting.lines import Piece, csv_lines
from newsletter.models.export import Export

IS_AVAILABLE = find_spec("xlsxwriter") is not None
MOST = 1_048_575  # people in a sheet, which has one row more for the header
LONGEST = 32_767  # characters in a cell
CUT = " … (cut: a cell of a sheet holds no more)"
SIZE = 64 * 1024  # bytes at once

if IS_AVAILABLE:
    import xlsxwriter


def sheet(export: Export) -> Iterator[Piece]:
    """A workbook is there only when it is finished: first the rows are counted without a byte, then the bytes come. It
    waits in a folder that nobody else can read, gone at the end."""
    with TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder, "list.xlsx")
        with closing(csv_lines(export)) as lines:
            yield from _write(path, lines)
        with path.open("rb") as file:
            while piece := file.read(SIZE):
                yield 0, piece


def _write(path: Path, lines: Iterator[Piece]) -> Iterator[Piece]:
    options: dict[str, Any] = {"constant_memory": True, "tmpdir": str(path.parent)}
    book = xlsxwriter.Workbook(str(path), options)
    page, row = book.add_worksheet("Subscribers"), 0
    for count, piece in lines:
        for cells in csv.reader(io.StringIO(piece.decode("utf-8-sig"), newline="")):
            for place, cell in enumerate(cells):
                if cell:
                    page.write_string(row, place, cell if len(cell) <= LONGEST else cell[: LONGEST - len(CUT)] + CUT)
            row += 1
        yield count, b""
    book.close()
