"""References for other programs: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from articles.citations.names import Name
from articles.citations.text import MONTHS, bibtex, escaped, ris, said
from articles.citations.wording import Record, dashed, hyphened, parts, whole

# Type -> its name in BibTeX, in RIS (2011) and in CSL (1.0.2).
KINDS = {
    "article": ("article", "JOUR", "article-journal"),
    "preprint": ("misc", "UNPB", "article"),
    "book": ("book", "BOOK", "book"),
    "chapter": ("incollection", "CHAP", "chapter"),
    "report": ("techreport", "RPRT", "report"),
    "thesis": ("phdthesis", "THES", "thesis"),
    "conference": ("inproceedings", "CPAPER", "paper-conference"),
    "dataset": ("misc", "DATA", "dataset"),
    "webpage": ("misc", "ELEC", "webpage"),
}
CONTAINERS = {"article": "journal", "chapter": "booktitle", "conference": "booktitle"}  # in BibTeX; else howpublished
PUBLISHERS = {"report": "institution", "thesis": "school"}
IN_CSL = {
    "title": "title",
    "container": "container-title",
    "publisher": "publisher",
    "place": "publisher-place",
    "edition": "edition",
    "volume": "volume",
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "isbn": "ISBN",
    "url": "URL",
}


def in_bibtex(records: Iterable[Record]) -> str:
    return "\n".join(_bibtex(whole(record)) for record in records)


def in_ris(records: Iterable[Record]) -> str:
    return "".join(_ris(whole(record)) for record in records)


def in_csl(records: Iterable[Record]) -> str:
    return json.dumps([_csl(whole(record)) for record in records], ensure_ascii=False, indent=2) + "\n"


FORMS: dict[str, tuple[str, Callable[[Iterable[Record]], str]]] = {
    "bib": ("application/x-bibtex", in_bibtex),
    "ris": ("application/x-research-info-systems", in_ris),
    "json": ("application/vnd.citationstyles.csl+json", in_csl),
}


def exchanged(records: Iterable[Record], form: str) -> tuple[str, str]:
    """Media type and content; KeyError where there is no such form."""
    media_type, written = FORMS[form]
    return media_type, written(records)


def _bibtex(record: Record) -> str:
    kind, type_ = _kind(record)[0], record["type"]
    year, month = (parts(record["issued"]) + [""])[:2]
    plain = ("edition", "volume")
    fields = {
        "author": _people(record["authors"]),
        "editor": _people(record["editors"]),
        "title": f"{{{escaped(record['title'])}}}",
        CONTAINERS.get(type_, "howpublished"): escaped(record["container"]),
        PUBLISHERS.get(type_, "publisher"): escaped(record["publisher"]),
        "address": escaped(record["place"]),
        **{name: escaped(record[name]) for name in plain},
        "number": escaped(record["issue"]),
        "pages": escaped(hyphened(record["pages"])).replace("-", "--"),
        "year": escaped(year),
        "month": MONTHS[int(month) - 1] if month else "",
        **{name: _unbraced(record[name]) for name in ("doi", "pmid", "pmcid", "isbn", "url")},
        "urldate": record["accessed"],
    }
    return bibtex(kind, record["key"], fields)


def _ris(record: Record) -> str:
    pages = re.fullmatch(r"(\w+)[-–](\w+)", record["pages"])
    date = "/".join((parts(record["issued"]) + ["", ""])[:3]) + "/"
    tags = [
        ("TY", _kind(record)[1]),
        *(("AU", Name.of(name).in_ris) for name in record["authors"]),
        *(("A2", Name.of(name).in_ris) for name in record["editors"]),
        ("TI", record["title"]),
        ("T2", record["container"]),
        ("PB", record["publisher"]),
        ("CY", record["place"]),
        ("ET", record["edition"]),
        ("PY", record["issued"][:4]),
        ("DA", date if "-" in record["issued"] else ""),
        ("VL", record["volume"]),
        ("IS", record["issue"]),
        ("SP", pages[1] if pages else dashed(record["pages"])),
        ("EP", pages[2] if pages else ""),
        ("DO", record["doi"]),
        ("AN", record["pmid"]),
        ("C2", record["pmcid"]),
        ("SN", record["isbn"]),
        ("UR", record["url"]),
        ("Y2", f"{record['accessed'].replace('-', '/')}/" if record["accessed"] else ""),
        ("ID", record["key"]),
    ]
    return ris([(tag, said(text)) for tag, text in tags])


def _csl(record: Record) -> dict[str, Any]:
    names = {role: [Name.of(name).in_csl for name in record[f"{role}s"]] for role in ("author", "editor")}
    number = "number" if record["type"] in ("report", "thesis", "dataset") else "issue"
    told: dict[str, Any] = {name: said(record[ours]) for ours, name in IN_CSL.items()} | {number: record["issue"]}
    told |= {"page": hyphened(record["pages"]), "genre": "Doctoral dissertation" * (record["type"] == "thesis")}
    dates = {"issued": _date(record["issued"]), "accessed": _date(record["accessed"])}
    told = {name: value for name, value in {**told, **names, **dates}.items() if value}
    return {"id": record["key"], "type": _kind(record)[2], **told}


def _date(day: str) -> dict[str, Any]:
    read = parts(day)
    if not read[0].isdecimal():
        return {"raw": day} if day else {}
    return {"date-parts": [[int(part) for part in read]]}


def _kind(record: Record) -> tuple[str, str, str]:
    return KINDS.get(record["type"], KINDS["webpage"])


def _people(names: list[str]) -> str:
    return " and ".join(Name.of(name).in_bibtex for name in names)


def _unbraced(text: str) -> str:
    """An address stands as it is, but for braces, which would end the field."""
    return said(text).replace("{", "%7B").replace("}", "%7D")
