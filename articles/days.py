"""A day as exact as it is known: "2020", "2020-07" or "2020-07-31"."""

from __future__ import annotations

import re
from datetime import date

FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", re.ASCII)
NOT_A_DAY = "Write the date as exactly as it is known: 2020, 2020-07 or 2020-07-31."


def exact(text: str) -> str:
    """The same text. Raises ValueError, in a sentence for whoever typed it, if that is no day, month or year."""
    found = FORM.fullmatch(text)
    try:
        date(*(int(part or 1) for part in found.groups()))  # type: ignore[union-attr] # caught below
    except (AttributeError, ValueError):
        raise ValueError(NOT_A_DAY) from None
    return text


def spoken(text: str) -> str:
    """ "2020-07" -> "July 2020"; what is no day stays as it is."""
    try:
        parts = exact(text).split("-")
    except ValueError:
        return text
    day = date(*map(int, [*parts, "1", "1"][:3]))
    return [f"{day.year}", f"{day:%B} {day.year}", f"{day.day} {day:%B} {day.year}"][len(parts) - 1]
