"""What stands in a cell: lists in one, and what no spreadsheet runs; each with its way back."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What starts a formula, with full-width twins and the white space that is skipped before one; and what stops it.
FORMULA = "=+-@＝＋－＠\t\r\n"
DANGEROUS = tuple(FORMULA + "'")
BETWEEN = "; "
PART = re.compile(r"(?:[^\\;]|\\.)+", re.DOTALL)  # of a list, up to the next semicolon that is not escaped


def neutral(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe goes before what would be a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def restored(cell: str) -> str:
    """The exact text again, whatever `neutral` did; a cell that it did not make stays as it is."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def joined(parts: Iterable[str]) -> str:
    """Several in one cell. A backslash goes before a semicolon or backslash of their own."""
    return BETWEEN.join(part.replace("\\", "\\\\").replace(";", "\\;") for part in parts)


def parted(cell: str) -> list[str]:
    """What `joined` put in; white space around each counts as none."""
    found = (re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL).strip() for part in PART.findall(cell))
    return [part for part in found if part]
