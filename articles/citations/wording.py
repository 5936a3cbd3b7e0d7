"""The parts of a reference in words, as the styles ask for them."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from articles.citations.names import Name
from articles.citations.text import MONTHS, said

Record = dict[str, Any]

MOST_IN_APA = 20  # authors
LISTS = ("authors", "editors")


class Naming(NamedTuple):
    """Of more names than `most` only `kept` are told, then `others`; editors bear the word for `one` or `more`."""

    most: int
    kept: int
    others: str
    one: str
    more: str


IN_AMA = Naming(most=6, kept=3, others="et al", one="ed", more="eds")
IN_VANCOUVER = Naming(most=6, kept=6, others="et al.", one="editor", more="editors")
NAMES: tuple[str, ...] = (
    *("key", "type", "title", "container", "publisher", "place", "edition", "issued", "year"),
    *("volume", "issue", "pages", "doi", "pmid", "pmcid", "isbn", "url", "accessed"),
    *("design", "species", "n", "funding", "free_url", "archived_url", "finding"),
)
LONG: tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July", "August", "September")
LONG += ("October", "November", "December")
RANGE = re.compile(r"^([A-Za-z]*)([0-9]+)-([A-Za-z]*)([0-9]+)$")


def whole(record: Record) -> Record:
    """With every key that a reference has today: older snapshots lack some."""
    full: Record = {name: "" for name in NAMES} | {name: [] for name in LISTS} | record
    full["issued"] = full["issued"] or full["year"]
    return full


def authors_in_ama(record: Record) -> str:
    return named(record["authors"], IN_AMA)


def named(names: list[str], naming: Naming) -> str:
    told = [Name.of(name).whole for name in names]
    return ", ".join([*told[: naming.kept], naming.others] if len(told) > naming.most else told)


def led(record: Record, naming: Naming) -> str:
    """Authors, or in their place the editors, but for a chapter, whose editors stand before the book."""
    if record["authors"] or record["type"] == "chapter":
        return named(record["authors"], naming)
    return edited(record, naming)


def edited(record: Record, naming: Naming) -> str:
    names = record["editors"]
    return f"{named(names, naming)}, {naming.one if len(names) == 1 else naming.more}" if names else ""


def inverted_for_apa(names: list[str]) -> str:
    read = [Name.of(name) for name in names]
    told = [name.inverted or name.whole for name in read]
    if len(told) > MOST_IN_APA:
        return f"{', '.join(told[: MOST_IN_APA - 1])}, … {told[-1]}"
    comma = "" if len(told) == 2 and not any(name.family for name in read) else ","
    return f"{', '.join(told[:-1])}{comma} & {told[-1]}" if len(told) > 1 else "".join(told)


def straight_for_apa(names: list[str]) -> str:
    told = [Name.of(name).straight for name in names]
    if len(told) < 3:
        return " & ".join(told)
    return f"{', '.join(told[:-1])}, & {told[-1]}"


def ordinal(edition: str) -> str:
    """2 as "2nd"; "Rev", "2nd", "5th rev" stay; "ed." behind it goes."""
    edition = re.sub(r"\s*\b(?:ed|edn|edition)\.?$", "", said(edition), flags=re.IGNORECASE)
    if not re.fullmatch("[0-9]{1,4}", edition):
        return edition
    ending = "th" if edition[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(edition[-1], "th")
    return edition + ending


def parts(issued: str) -> list[str]:
    return issued.split("-") if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", issued) else [issued]


def month_first(issued: str) -> str:
    """ "October 8, 2014", "October 2014", "2014"."""
    year, *rest = parts(issued)
    month = f"{LONG[int(rest[0]) - 1]} " if rest else ""
    return f"{month}{f'{int(rest[1])}, ' if len(rest) > 1 else ''}{year}"


def year_first(issued: str, *, comma: str = "", short: bool = True) -> str:
    """ "2014 Oct 8" or, for APA, "2014, October 8"."""
    year, *rest = parts(issued)
    names = [name.title() for name in MONTHS] if short else LONG
    words = [names[int(rest[0]) - 1], *(str(int(day)) for day in rest[1:])] if rest else []
    return f"{comma} ".join([year, " ".join(words)]) if words else year


def dashed(pages: str) -> str:
    return re.sub(r"(?<=\w)-(?=\w)", "–", pages)


def hyphened(pages: str) -> str:
    return pages.replace("–", "-").replace("—", "-")


def shortened(pages: str) -> str:
    """1547-1555 as "1547-55" (Citing Medicine, chapter 1)."""
    return re.sub(r"[^,;\s]+", lambda found: _shortened(found[0]), hyphened(pages))


def _shortened(pages: str) -> str:
    found = RANGE.match(pages)
    if not found or len(found[2]) != len(found[4]) or found[3] not in ("", found[1]):
        return pages
    first, last = found[2], found[4]
    same = next((place for place in range(len(first) - 1) if first[place] != last[place]), len(first) - 1)
    return f"{found[1]}{first}-{last[same:]}"
