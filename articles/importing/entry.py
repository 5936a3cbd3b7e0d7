"""One source as somebody else wrote it down, on its way to becoming a reference."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from articles import identifiers

SPACES = re.compile(r"\s+")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# Services write markup into titles: Crossref HTML and JATS, some MathML.
TAGS = "i|b|u|p|em|strong|sub|sup|scp|sc|span|italic|bold|title|br|(?:jats|mml):[a-z-]+"
MARKUP = re.compile(rf"</?(?:{TAGS})(?:\s+[\w:-]+=(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?>", re.IGNORECASE)
UNSEEN = ("Cf", "Cs", "Co", "Cn")  # what no reader sees, but for the joiners of some scripts
JOINERS = "\u200c\u200d"
RANGE = re.compile(r"(\w*?)(\d+)\s*(?:-|–|—|--+)\s*(\w*?)(\d+)")
NUMBERS: dict[str, Callable[[str], str]] = {
    "doi": identifiers.doi,
    "pmid": identifiers.pmid,
    "pmcid": identifiers.pmcid,
    "isbn": identifiers.isbn,
}
CALLED = {"doi": "DOI", "pmid": "PubMed number", "pmcid": "PMC number", "isbn": "ISBN"}
LONGEST = 4_000  # letters of one field: what is longer than a field takes is told by the report
MOST_TOLD = 80  # characters of what was wrong


@dataclass(frozen=True)
class Entry:
    """`line` is where it begins, from 1. Without a `problem` its `fields` hold a title and what else is known, by the
    names of a reference's fields; `notes` say what was left out."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    notes: tuple[str, ...] = ()


def entry(line: int, found: dict[str, str]) -> Entry:
    """Of what a format said: every text made plain, every identifier in its normal form or left out with a word."""
    found = {name: text if name in ("authors", "editors") else text[:LONGEST] for name, text in found.items()}
    said = {name: plain(text) if name not in ("authors", "editors") else text for name, text in found.items()}
    notes = list(_identified(said))
    if said.get("url") and not said["url"].lower().startswith(("http://", "https://")):
        notes.append(f"The address was left out, because it is none of the web: {short(said.pop('url'))}")
    if said.get("pages"):
        said["pages"] = spelt_out(said["pages"])
    if said.get("type") in ("article", "preprint"):
        for name in ("editors", "publisher", "place", "edition"):  # of a journal: nobody cites a paper with them
            said.pop(name, None)
    said["title"] = title = said.get("title", "").removesuffix(".").strip()
    if not title:
        return Entry(line, problem="It has no title.")
    return Entry(line, {name: text for name, text in said.items() if text}, notes=tuple(notes))


def _identified(said: dict[str, str]) -> Iterable[str]:
    for name, normal in NUMBERS.items():
        if not said.get(name):
            continue
        try:
            said[name] = normal(said[name])
        except ValueError:
            yield f"The {CALLED[name]} was left out, because it is none: {short(said.pop(name))}"


def plain(text: str) -> str:
    """One line of text without markup, control characters and needless spaces."""
    text = html.unescape(MARKUP.sub("", text))
    kept = "".join(c for c in text if c in JOINERS or unicodedata.category(c) not in UNSEEN)
    return unicodedata.normalize("NFC", SPACES.sub(" ", CONTROLS.sub(" ", kept)).strip())


def lines(names: Iterable[str]) -> str:
    """Authors or editors, one a line, each once."""
    return "\n".join(dict.fromkeys(name for name in map(plain, names) if name))


def spelt_out(pages: str) -> str:
    """PubMed shortens: 296-302, 616-7, 1547-55. What a range leaves out of its end is put back: 616-617."""
    found = RANGE.fullmatch(pages) if len(pages) < MOST_TOLD else None
    if not found:
        return pages
    before, first, again, last = found.groups()
    if again in ("", before) and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{before}{first}-{before if again in ('', before) else again}{last}"


def short(text: str) -> str:
    return f"“{text if len(text) <= MOST_TOLD else text[: MOST_TOLD - 1] + '…'}”"
