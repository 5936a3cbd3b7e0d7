"""Reads RIS, record by record, so that each keeps the number of its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import rispy

from articles.importing.dates import whole, worded
from articles.importing.entry import Entry, entry, lines
from articles.importing.names import inverted

TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: |$)")
MOST_LINES = 5_000  # of one record
HEADLESS = "It has no beginning: “TY  - ”."
TYPES = {
    **dict.fromkeys(["JOUR", "EJOUR", "JFULL", "MGZN", "NEWS", "INPR", "ABST", "SER"], "article"),
    **dict.fromkeys(["BOOK", "EBOOK", "EDBOOK", "CTLG", "DICT", "ENCYC"], "book"),
    **dict.fromkeys(["CHAP", "ECHAP"], "chapter"),
    **dict.fromkeys(["RPRT", "GOVDOC", "STAND", "PAMP", "LEGAL", "GEN"], "report"),
    **dict.fromkeys(["CONF", "CPAPER"], "conference"),
    **dict.fromkeys(["DATA", "DBASE", "AGGR"], "dataset"),
    **dict.fromkeys(["ELEC", "BLOG", "ICOMM", "MULTI"], "webpage"),
    **dict.fromkeys(["UNPB", "MANSCPT"], "preprint"),
    "THES": "thesis",
}
PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b")
PMCID = re.compile(r"\b(PMC\d{1,9})\b")


def read(text: str) -> Iterator[Entry]:
    for line, record, problem in records(text):
        yield Entry(line, problem=problem) if problem else _entry(line, record)


def records(text: str) -> Iterator[tuple[int, list[str], str]]:
    """Each from its TY to its ER, or what is wrong with it. What services write between records is passed over."""
    begun, record = 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        tag, line = tagged(line)
        if tag == "TY" and record:
            yield begun, record, HEADLESS if record[0][:2] != "TY" else f"It has no end before line {number}: “ER  - ”."
            record = []
        if record or tag not in ("", "ER"):
            begun = begun if record else number
            record.append(line)
        if tag == "ER" and record:
            yield begun, record, "" if record[0][:2] == "TY" else HEADLESS
            record = []
    if record:
        yield begun, record, "It has no end: “ER  - ”. Was all of it copied?"


def tagged(line: str) -> tuple[str, str]:
    """Its tag, or nothing, and the line as rispy wants it: some leave out a space."""
    line = line.strip()
    found = TAG.match(line)
    return (found[1], f"{found[1]}  - {line[found.end() :]}") if found else ("", line)


def _entry(line: int, record: list[str]) -> Entry:
    if len(record) > MOST_LINES:
        return Entry(line, problem=f"It is longer than {MOST_LINES:,} lines. Was an “ER  - ” lost?")
    try:
        said = rispy.loads("\n".join([*record[:-1], "ER  - "]))
    except (KeyError, TypeError, ValueError, AttributeError):
        said = []
    if not said:
        return Entry(line, problem="This record could not be read.")
    return entry(line, reference(said[0]))


def reference(said: dict[str, Any]) -> dict[str, str]:
    kind = TYPES.get(str(said.get("type_of_reference", "")).strip(), "report")
    own = said.get("unknown_tag") or {}
    notes = " ".join([first(said, "notes"), first(said, "note"), first(said, "accession_number")])
    is_part = kind in ("chapter", "conference")
    editors = [*people(said, "secondary_authors"), *own.get("ED", [])] if is_part or kind == "book" else []
    serial = first(said, "issn")
    return {
        "type": kind,
        "title": first(said, "title", "primary_title", *(["secondary_title"] if kind == "book" else [])),
        "authors": lines(map(inverted, [*people(said, "authors"), *people(said, "first_authors")])),
        "editors": lines(map(inverted, editors)),
        "container": container(said, kind) if kind != "book" else "",
        "publisher": first(said, "publisher"),
        "place": first(said, "place_published"),
        "edition": first(said, "edition"),
        "issued": dated(said),
        "volume": first(said, "volume"),
        "issue": first(said, "number"),
        "pages": pages(said),
        "doi": first(said, "doi"),
        "pmid": pubmed(said, notes),
        "pmcid": marked(PMCID, f"{first(said, 'custom2')} {notes}"),
        "isbn": serial if kind in ("book", "chapter", "report", "conference") and serial[4:5] != "-" else "",
        "url": next((url for url in said.get("urls", []) if url.lower().startswith("http")), ""),
        "accessed": whole(first(said, "access_date")),
    }


def container(said: dict[str, Any], kind: str) -> str:
    """Of a journal the short title: AMA and Vancouver ask for that."""
    short = ("alternate_title2", "alternate_title1") if kind == "article" else ()
    return first(said, *short, "secondary_title", "journal_name", "alternate_title3")


def dated(said: dict[str, Any]) -> str:
    """The fullest of what it says, as long as all mean one year."""
    found = [worded(first(said, name)) for name in ("date", "publication_year", "year")]
    year = next((day[:4] for day in reversed(found) if day), "")
    return max((day for day in found if day[:4] == year), key=len, default="")


def pages(said: dict[str, Any]) -> str:
    start, end = first(said, "start_page"), first(said, "end_page")
    if end and end != start and "-" not in start:
        return f"{start}-{end}" if start else end
    return start or first(said, "custom7")


def pubmed(said: dict[str, Any], notes: str) -> str:
    number, place = first(said, "accession_number"), first(said, "name_of_database", "database_provider").lower()
    if number.isdecimal() and ("pubmed" in place or "medline" in place):
        return number
    return marked(PMID, notes)


def marked(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def people(said: dict[str, Any], name: str) -> list[str]:
    return [each for each in said.get(name, []) if each]


def first(said: dict[str, Any], *names: str) -> str:
    """Of the names the first that says something; of a list its first."""
    for name in names:
        value = said.get(name) or ""
        text = " ".join(value) if isinstance(value, list) else str(value)
        if text.strip():
            return text.strip()
    return ""
