"""Days as others write them, to ours: "2014", "2014-10" or "2014-10-08"."""

from __future__ import annotations

import re
from datetime import date

NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WORDS = re.compile(r"[^\W_]+")
YEAR = re.compile(r"\d{4}")


def issued(year: object, month: object = "", day: object = "") -> str:
    """As far as it is a date; nothing where there is no year."""
    found = YEAR.search(str(year))
    if not found or found[0] == "0000":
        return ""
    number = month_of(str(month))
    if not number:
        return found[0]
    try:
        return date(int(found[0]), number, int(str(day))).isoformat()
    except ValueError:
        return f"{found[0]}-{number:02}"


def month_of(text: str) -> int:
    """1 to 12 of "10", "Oct", "october", "Nov-Dec"; 0 of anything else."""
    for word in WORDS.findall(text.lower()):
        if word.isascii() and word.isdigit() and len(word) < 3:
            return int(word) if 1 <= int(word) <= 12 else 0
        if word[:3] in NAMES:
            return NAMES.index(word[:3]) + 1
    return 0


def worded(text: str) -> str:
    """Of "2014-10-08", "2014/10/08", "2014/10//", "2006 Mar 1", "2002 Sep", "2014 Nov-Dec"."""
    year, *rest = WORDS.findall(text) or [""]
    if not YEAR.fullmatch(year):
        return issued(text)
    return issued(year, *rest[:2])


def whole(text: str) -> str:
    """A day, or nothing: for when an address was read."""
    day = worded(text)
    return day if day.count("-") == 2 else ""
