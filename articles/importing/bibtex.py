"""Reads BibTeX and BibLaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import bibtexparser
from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateFieldKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as Block

from articles.importing.dates import issued, whole, worded
from articles.importing.entry import Entry, entry, lines, short
from articles.importing.latex import Latex, TooDeep, TooMuch, careful, is_braced, undressed
from articles.importing.names import group, person

TYPES = {
    **dict.fromkeys(["article", "periodical", "suppperiodical"], "article"),
    **dict.fromkeys(["book", "mvbook", "booklet", "collection", "reference"], "book"),
    **dict.fromkeys(["inbook", "incollection", "inreference", "bookinbook"], "chapter"),
    **dict.fromkeys(["techreport", "report", "manual", "standard", "misc"], "report"),
    **dict.fromkeys(["phdthesis", "mastersthesis", "thesis"], "thesis"),
    **dict.fromkeys(["inproceedings", "conference", "proceedings", "mvproceedings"], "conference"),
    **dict.fromkeys(["dataset", "software"], "dataset"),
    **dict.fromkeys(["online", "www", "electronic", "webpage"], "webpage"),
    **dict.fromkeys(["unpublished", "preprint"], "preprint"),
}
KEY = re.compile(r"(^[ \t]*@\w+[ \t]*[{(]\s*)([^\s,{}()\"=]*)(?=\s*,)", re.MULTILINE)
BEGINNING = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
MOST_BLOCKS = 4_000  # entries, and strings and comments between them
PIECE = re.compile(r"\"[^\"]*\"|\{[^{}]*\}|[^\s#\"{}]+")
SUM = re.compile(rf"(?:{PIECE.pattern})(?:\s*#\s*(?:{PIECE.pattern}))+")
TWICE = "It says more than once: {}. Which is right cannot be known."
CONTAINERS = ("shortjournal", "journal", "journaltitle", "booktitle", "maintitle")
MOST_NAMES = 200_000  # letters of all authors of one source


def read(text: str) -> Iterator[Entry]:
    """Keys of entries are numbered anew: two may have the same, and ours are ours to give."""
    if len(BEGINNING.findall(text)) > MOST_BLOCKS:
        raise TooMuch
    counted, latex = count(), Latex()
    library = bibtexparser.parse_string(KEY.sub(lambda found: f"{found[1]}k{next(counted)}", text))
    strings = {name.lower(): str(each.value) for name, each in library.strings_dict.items()}
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateFieldKeyBlock):
            yield Entry(line, problem=TWICE.format(short(", ".join(sorted(block.duplicate_keys)))))
        elif isinstance(block, ParsingFailedBlock):
            yield Entry(line, problem=reason(block))
        elif isinstance(block, Block):
            yield _entry(line, block, strings, latex)


def reason(block: ParsingFailedBlock) -> str:
    told = str(getattr(block.error, "abort_reason", ""))
    if told.startswith(("Unexpected block start", "Unexpectedly reached end")):
        return "It has no end: a brace or a quotation mark is not closed before the next entry or the end of the text."
    return "It could not be read: a brace, a quotation mark, a comma or an equals sign is missing."


def _entry(line: int, block: Block, strings: dict[str, str], latex: Latex) -> Entry:
    said: dict[str, str] = {}
    for each in block.fields:
        name = each.key.strip().lower()
        if name in said:
            return Entry(line, problem=TWICE.format(short(name)))
        said[name] = joined(str(each.value), strings)
    try:
        return entry(line, reference(block.entry_type.lower(), said, latex))
    except TooDeep:
        return Entry(line, problem="Braces stand within braces too often, or a field is far too long.")


def joined(value: str, strings: dict[str, str]) -> str:
    """Of "A" # jan # {B} the pieces, put together."""
    if not SUM.fullmatch(value):
        return value
    pieces = PIECE.findall(value)
    return "".join(strings.get(each.lower(), each) if each[0] not in '"{' else each[1:-1] for each in pieces)


def reference(kind: str, said: dict[str, str], latex: Latex) -> dict[str, str]:
    def told(*names: str) -> str:
        return next((latex.text(said[name]) for name in names if said.get(name, "").strip()), "")

    def bare(*names: str) -> str:
        return next((undressed(said[name]) for name in names if said.get(name, "").strip()), "")

    ours = TYPES.get(kind, "report")
    prints = bare("eprinttype", "archiveprefix", "eprintclass").lower()
    if kind == "misc":
        ours = "preprint" if prints == "arxiv" else "webpage" if "url" in said and "doi" not in said else "report"
    title, subtitle = told("title"), told("subtitle")
    return {
        "type": ours,
        "title": f"{title}: {subtitle}" if title and subtitle else title,
        "authors": lines(people(said.get("author", ""), latex)),
        "editors": lines(people(said.get("editor", ""), latex)),
        "container": ""
        if ours == "book"
        else told("shortjournal", "journal", "journaltitle", "booktitle", "maintitle"),
        "publisher": told("publisher", "school", "institution", "organization"),
        "place": told("address", "location"),
        "edition": told("edition"),
        "issued": worded(bare("date")) or issued(bare("year"), bare("month"), bare("day")),
        "volume": told("volume"),
        "issue": told("number", "issue"),
        "pages": told("pages", "eid", "articleno").replace("–", "-").replace("—", "-"),
        "doi": bare("doi"),
        "pmid": bare("pmid") or (bare("eprint") if prints in ("pubmed", "pmid") else ""),
        "pmcid": bare("pmcid", "pmc"),
        "isbn": bare("isbn"),
        "url": bare("url") or bare("howpublished"),
        "accessed": whole(bare("urldate", "lastchecked", "accessed")),
        "funding": told("funding"),
    }


def people(value: str, latex: Latex) -> Iterator[str]:
    if len(value) > MOST_NAMES:
        raise TooDeep
    for name in map(str.strip, split_multiple_persons_names(value.strip())):
        if name.lower() != "others":
            yield group(latex.text(name)) if is_braced(name) else person_of(name, latex)


def person_of(name: str, latex: Latex) -> str:
    careful(name)
    try:
        parts = parse_single_name_into_parts(name, strict=False)
    except (InvalidNameError, ValueError, IndexError):
        return group(latex.text(name))
    said = (" ".join(each) for each in ([*parts.von, *parts.last], parts.first, parts.jr))
    return person(*map(latex.text, said))
