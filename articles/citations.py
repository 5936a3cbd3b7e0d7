"""Numbers and words of references, in the style of the AMA Manual of Style, 11th edition."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

MOST_AUTHORS = 6  # AMA: more than six are cut to three and "et al"


@dataclass
class Numbering:
    """Gives each reference its number at the first mention and remembers every place that cites it."""

    records: dict[str, dict[str, Any]]
    places: dict[str, list[str]] = field(default_factory=dict)

    def cite(self, keys: list[str]) -> SafeString:
        """Links from this place to the references with `keys`; one that nobody knows is marked, not hidden."""
        return format_html_join("", "{}", ((self._link(key),) for key in keys))

    def listed(self) -> list[dict[str, Any]]:
        """The reference list, for templates."""
        return [self._entry(number, key) for number, key in enumerate(self.places, start=1)]

    def _link(self, key: str) -> SafeString:
        record = self.records.get(f"reference:{key}")
        if record is None:
            return format_html('<span class="cite-unknown">[{}?]</span>', key)
        places = self.places.setdefault(key, [])
        number = list(self.places).index(key) + 1
        places.append(letters(len(places)))
        return format_html(
            '<a class="cite" id="c{n}{letter}" href="#ref-{n}" interestfor="card-{n}" role="doc-noteref" '
            'aria-label="Reference {n}: {short}">{n}</a>',
            n=number,
            letter=places[-1],
            short=short(record),
        )

    def _entry(self, number: int, key: str) -> dict[str, Any]:
        record = self.records[f"reference:{key}"]
        places = [{"id": f"c{number}{letter}", "letter": letter} for letter in self.places[key]]
        return entry(record) | {"number": number, "id": f"ref-{number}", "card_id": f"card-{number}", "places": places}


def entry(record: dict[str, Any]) -> dict[str, Any]:
    """A reference as templates show it."""
    url, label = link(record)
    return {
        "key": record["key"],
        "path": f"references/{record['key']}",
        "authors": authors(record),
        "title": record["title"].rstrip("."),
        "source": source(record),
        "url": url,
        "label": label,
        "design": record["design"],
        "finding": record["finding"],
    }


def authors(record: dict[str, Any]) -> str:
    names = record["authors"]
    if len(names) > MOST_AUTHORS:
        names = [*names[:3], "et al"]
    return ", ".join(names)


def source(record: dict[str, Any]) -> str:
    """Journal or publisher with what finds the place in it: "JAMA. 2014;311(15):1547–1555."."""
    issue = f"({record['issue']})" if record["issue"] else ""
    pages = f":{record['pages'].replace('-', '–')}" if record["pages"] else ""
    numbers = ";".join(part for part in (record["year"], record["volume"] + issue) if part) + pages
    accessed = f"Accessed {date.fromisoformat(record['accessed']):%B %-d, %Y}" if record["accessed"] else ""
    return " ".join(f"{part.rstrip('.')}." for part in (record["container"], numbers, accessed) if part)


def link(record: dict[str, Any]) -> tuple[str, str]:
    """Where the source can be read, and the words of the link."""
    if record["doi"]:
        return f"https://doi.org/{record['doi']}", f"doi:{record['doi']}"
    if record["pmid"]:
        return f"https://pubmed.ncbi.nlm.nih.gov/{record['pmid']}/", f"PubMed {record['pmid']}"
    return record["url"], record["url"].split("://")[-1].rstrip("/")


def short(record: dict[str, Any]) -> str:
    """What a screen reader says of a citation: "Clauw 2014"."""
    first = record["authors"][0] if record["authors"] else record["title"]
    name = first.rsplit(" ", 1)[0] if record["type"] == "article" else first
    return f"{name} {record['year']}".strip()


def letters(index: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    high, low = divmod(index, 26)
    return (letters(high - 1) if high else "") + chr(ord("a") + low)
