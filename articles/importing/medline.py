"""Reads .nbib files and what PubMed answers: the MEDLINE display format (nlm.nih.gov/bsd/mms/medlineelements.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.importing.dates import worded
from articles.importing.entry import Entry, entry, lines
from articles.importing.names import group

FIELD = re.compile(r"([A-Z][A-Z0-9]{1,3}) *- ?(.*)")
ISBN = re.compile(r"[0-9Xx-]{10,17}")
DESIGNS = {  # publication types of MEDLINE, the most telling first
    "Randomized Controlled Trial": "Randomised controlled trial",
    "Meta-Analysis": "Meta-analysis",
    "Systematic Review": "Systematic review",
    "Practice Guideline": "Practice guideline",
    "Guideline": "Guideline",
    "Clinical Trial": "Clinical trial",
    "Observational Study": "Observational study",
    "Case Reports": "Case report",
    "Review": "Review",
}
TYPES = {"Preprint": "preprint", "Dataset": "dataset", "Academic Dissertation": "thesis"}


def read(text: str) -> Iterator[Entry]:
    """Records stand apart by empty lines."""
    for line, block in blocks(text):
        said = fields(block)
        if said:
            yield entry(line, reference(said))
        else:
            yield Entry(line, problem="This is no record: no line of it begins with a tag, as in “TI  - ”.")


def blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines without an empty one between them, with the number of the first."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def fields(block: list[str]) -> dict[str, list[str]]:
    """What each tag says, as often as it stands there; lines that are set in go on with the one before."""
    said: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in block:
        found = FIELD.match(line)
        if found:
            last = said.setdefault(found[1], [])
            last.append(found[2].strip())
        elif last and line.startswith(" "):
            last[-1] = f"{last[-1]} {line.strip()}".strip()
    return said


def reference(said: dict[str, list[str]]) -> dict[str, str]:
    kinds = said.get("PT", [])
    is_chapter = "BTI" in said and "TI" in said
    is_book = "BTI" in said and not is_chapter
    kind = next((ours for theirs, ours in TYPES.items() if theirs in kinds), "article")
    found = {
        "type": "chapter" if is_chapter else "book" if is_book else kind,
        "title": first(said, "TI", "BTI"),
        "container": first(said, "BTI") if is_chapter else first(said, "TA", "JT"),
        "authors": lines([*said.get("AU", []), *map(group, said.get("CN", []))]),
        "editors": lines(said.get("ED", [])),
        "issued": worded(first(said, "DP", "DEP")),
        "volume": first(said, "VI"),
        "issue": first(said, "IP"),
        "pages": first(said, "PG"),
        "edition": first(said, "EN"),
        "doi": numbered(said, "doi"),
        "pmid": first(said, "PMID"),
        "pmcid": first(said, "PMC"),
        "design": next((ours for theirs, ours in DESIGNS.items() if theirs in kinds), ""),
    }
    if is_chapter or is_book:
        isbn = ISBN.search(first(said, "ISBN"))
        found |= {"publisher": first(said, "PB"), "place": first(said, "PL"), "isbn": isbn[0] if isbn else ""}
    return found


def first(said: dict[str, list[str]], *tags: str) -> str:
    return next((text for tag in tags for text in said.get(tag, []) if text), "")


def numbered(said: dict[str, list[str]], kind: str) -> str:
    """Of "10.1093/bioinformatics/bth078 [doi]"."""
    marked = [text for tag in ("LID", "AID") for text in said.get(tag, []) if text.endswith(f"[{kind}]")]
    return marked[0].removesuffix(f"[{kind}]").strip() if marked else ""
