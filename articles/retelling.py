"""Each row of a strain profile as one line that an editor can read: what two texts are compared by."""

from __future__ import annotations

from typing import Any

from articles.days import spoken
from articles.labels import AMOUNTS, BASIS, DIRECTION

Row = dict[str, Any]


def effect(row: Row) -> str:
    """ "Effect: Energy, reported to increase (Survey) [huisman2023], as of 14 July 2023"."""
    aspect = "Reported for" if row["aspect"] == "use" else "Effect"
    direction = DIRECTION.get(row.get("direction", ""), "").lower()
    return f"{aspect}: {_joined(row['text'], direction)} {_basis(row)}{_cited(row)}{_as_of(row)}"


def measurement(row: Row) -> str:
    """ "Mitragynine: 12.40 mg/g, mean by HPLC, a university laboratory, n = 8, July 2020 [prozialeck2020]"."""
    figure = f"{row['value']} {row['unit']}".strip()
    number = f"n = {row['n']}" if row["n"] else ""
    told = _joined(figure, row["method"], row["laboratory"], number, spoken(row["date"]))
    return f"{row['compound']}: {told}{_cited(row)}"


def amount(row: Row) -> str:
    """ "Onset: 10 to 20 minutes (Survey) [smith2022], as of 1 May 2026"."""
    return f"{AMOUNTS.get(row['what'], row['what'])}: {row['text']} {_basis(row)}{_cited(row)}{_as_of(row)}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _basis(row: Row) -> str:
    return f"({BASIS.get(row['basis'], 'no basis')})"


def _cited(row: Row) -> str:
    return "".join(f" [{key}]" for key in row["references"])


def _as_of(row: Row) -> str:
    return f", as of {spoken(row['as_of'])}" if row.get("as_of") else ""
