"""Reads CSL-JSON (citeproc-js.readthedocs.io/en/latest/csl-json), as programs write it and as Crossref answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from articles.importing.dates import issued, worded
from articles.importing.entry import Entry, entry, lines
from articles.importing.names import group, person

TYPES = {
    **dict.fromkeys(
        ["article-journal", "article-magazine", "article-newspaper", "journal-article", "review"], "article"
    ),
    **dict.fromkeys(["posted-content", "manuscript", "article"], "preprint"),
    **dict.fromkeys(["book", "monograph", "edited-book", "reference-book", "book-series", "collection"], "book"),
    **dict.fromkeys(["chapter", "book-chapter", "book-section", "book-part", "entry", "reference-entry"], "chapter"),
    **dict.fromkeys(["entry-encyclopedia", "entry-dictionary"], "chapter"),
    **dict.fromkeys(["report", "report-component", "standard", "legislation", "pamphlet", "document"], "report"),
    **dict.fromkeys(["thesis", "dissertation"], "thesis"),
    **dict.fromkeys(["paper-conference", "proceedings-article", "proceedings", "speech", "event"], "conference"),
    **dict.fromkeys(["dataset", "component", "software", "database"], "dataset"),
    **dict.fromkeys(["webpage", "post", "post-weblog", "interview", "broadcast"], "webpage"),
}
DATES = ("issued", "published-print", "published", "published-online", "posted", "created")
GAP = re.compile(r"[\s,]*")
PMID = re.compile(r"PMID:\s*(\d{1,9})", re.IGNORECASE)
PMCID = re.compile(r"PMCID:\s*(PMC\d{1,9})", re.IGNORECASE)


def read(text: str) -> Iterator[Entry]:
    """A list of items, one item, or one inside what a service says around it."""
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] == "[":
        yield from items(text, start + 1)
        return
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield broken(text, start, error)
        return
    inner = next((whole[name] for name in ("items", "message", "references") if name in whole), whole)
    for each in inner if isinstance(inner, list) else [inner]:
        yield item(line_of(text, start), each)


def items(text: str, at: int) -> Iterator[Entry]:
    """Each on its own: what comes before a fault is kept."""
    decoder = json.JSONDecoder()
    while True:
        at = GAP.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] == "]":
            return
        try:
            each, after = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield broken(text, at, error)
            return
        yield item(line_of(text, at), each)
        at = after


def broken(text: str, at: int, error: Exception) -> Entry:
    if isinstance(error, RecursionError):
        return Entry(line_of(text, at), problem="Brackets stand within brackets too often here.")
    if isinstance(error, json.JSONDecodeError):
        return Entry(error.lineno, problem=f"From here on it is no JSON: {error.msg}, at letter {error.colno}.")
    return Entry(line_of(text, at), problem="From here on it is no JSON: a number is too long.")


def line_of(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def item(line: int, said: Any) -> Entry:
    if not isinstance(said, dict):
        return Entry(line, problem="This is no source: it is not held in { }.")
    return entry(line, reference(said))


def reference(said: dict[str, Any]) -> dict[str, str]:
    kind = TYPES.get(words(said.get("type")), "report")
    if words(said.get("subtype")) == "preprint":
        kind = "preprint"
    note = words(said.get("note"))
    is_book = kind in ("book", "thesis")
    return {
        "type": kind,
        "title": titled(said),
        "authors": lines(map(named, people(said, "author"))),
        "editors": lines(map(named, people(said, "editor"))),
        "container": "" if is_book else container(said, kind) or server(said, kind),
        "publisher": words(said.get("publisher")),
        "place": words(said.get("publisher-place")) or words(said.get("publisher-location")),
        "edition": words(said.get("edition")) or words(said.get("edition-number")),
        "issued": next((day for day in (dated(said.get(name)) for name in DATES) if day), ""),
        "volume": words(said.get("volume")),
        "issue": words(said.get("issue")),
        "pages": words(said.get("page")) or words(said.get("article-number")) or words(said.get("number")),
        "doi": words(said.get("DOI")),
        "pmid": words(said.get("PMID")) or found(PMID, note),
        "pmcid": words(said.get("PMCID")) or found(PMCID, note),
        "isbn": words(said.get("ISBN")).split(" ")[0],
        "url": "" if said.get("DOI") else words(said.get("URL")),
        "accessed": day(said.get("accessed")),
        "funding": "; ".join(dict.fromkeys(words(each.get("name")) for each in people(said, "funder"))),
    }


def titled(said: dict[str, Any]) -> str:
    """With its subtitle, which Crossref keeps apart."""
    title, rest = words(said.get("title")), words(said.get("subtitle"))
    return f"{title}: {rest}" if title and rest and rest.lower() not in title.lower() else title


def container(said: dict[str, Any], kind: str) -> str:
    """Of a journal the short title: AMA and Vancouver ask for that."""
    names = ("short-container-title", "container-title-short", "journalAbbreviation", "container-title")
    return next(filter(None, (words(said.get(name)) for name in (names if kind == "article" else names[3:]))), "")


def server(said: dict[str, Any], kind: str) -> str:
    """Where a preprint lies, in Crossref's way of saying it."""
    places = people(said, "institution")
    return words(places[0].get("name")) if kind == "preprint" and places else ""


def people(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = said.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def named(each: dict[str, Any]) -> str:
    family = words(each.get("family"))
    if not family:
        return group(words(each.get("literal")) or words(each.get("name")) or words(each.get("given")))
    particles = [words(each.get(name)) for name in ("dropping-particle", "non-dropping-particle")]
    return person(" ".join([*filter(None, particles), family]), words(each.get("given")), words(each.get("suffix")))


def dated(value: Any) -> str:
    if not isinstance(value, dict):
        return worded(value) if isinstance(value, str) else ""
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return issued(*map(words, first[:3])) if first else worded(words(value.get("raw")) or words(value.get("literal")))


def day(value: Any) -> str:
    found = dated(value)
    return found if found.count("-") == 2 else ""


def found(pattern: re.Pattern[str], text: str) -> str:
    hit = pattern.search(text)
    return hit[1] if hit else ""


def words(value: Any) -> str:
    """Text and whole numbers; of a list its first; of all else nothing."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    try:
        return str(value).strip()
    except ValueError:  # more digits than Python writes
        return ""
