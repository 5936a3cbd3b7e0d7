"""Numbers of references: each source has one, given at its first mention, and every place that cites it is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.citations.names import Name
from articles.citations.styles import leading, link, short, source, words
from articles.citations.wording import Record, ordinal, whole
from articles.days import spoken
from articles.identifiers import doi_address

FEWEST_IN_A_RANGE = 3  # AMA 3.6: 1,2 stays as it is, 1,2,3 becomes 1–3


@dataclass
class Numbering:
    """`records` is what a snapshot holds. Two names may say the same source, where one was merged into the other."""

    records: dict[str, Record]
    places: dict[str, list[str]] = field(default_factory=dict)  # by the key that the record itself bears
    sources: dict[str, Record] = field(default_factory=dict)

    def cite(self, keys: list[str]) -> SafeString:
        """Links from this place to the references with `keys`, as in [1–3,7]; one that nobody knows is marked, not
        hidden."""
        known = [record for key in keys if (record := self.records.get(f"reference:{key}"))]
        unknown = [key for key in keys if f"reference:{key}" not in self.records]
        numbers = sorted({self._number(record) for record in known})
        marked = format_html_join("", '<span class="cite-unknown">[{}?]</span>', ((key,) for key in unknown))
        if not numbers:
            return marked
        drawn = format_html_join(",", "{}", ((self._range(run),) for run in runs(numbers)))
        return format_html('<span class="cites">[{}]</span>{}', drawn, marked)

    def listed(self) -> list[dict[str, Any]]:
        """The reference list, for templates."""
        return [self._entry(number, key) for number, key in enumerate(self.places, start=1)]

    def _number(self, record: Record) -> int:
        key = record["key"]
        self.sources.setdefault(key, record)
        self.places.setdefault(key, [])
        return list(self.places).index(key) + 1

    def _range(self, run: list[int]) -> SafeString:
        """The first and the last are links; in between is only the place to which the list leads back."""
        if len(run) < FEWEST_IN_A_RANGE:
            return format_html_join(",", "{}", ((self._link(number),) for number in run))
        first, *between, last = run
        within = format_html_join("", '<span id="{}"></span>', ((self._place(number),) for number in between))
        return format_html("{}–{}{}", self._link(first, to=last), within, self._link(last))

    def _link(self, number: int, *, to: int = 0) -> SafeString:
        key = list(self.places)[number - 1]
        label = f"References {number} to {to}, first" if to else f"Reference {number}"
        return format_html(
            '<a class="cite" id="{place}" href="#ref-{n}" interestfor="card-{n}" role="doc-noteref" '
            'aria-label="{label}: {short}">{n}</a>',
            n=number,
            place=self._place(number),
            label=label,
            short=short(self.sources[key]),
        )

    def _place(self, number: int) -> str:
        places = list(self.places.values())[number - 1]
        places.append(letters(len(places)))
        return f"c{number}{places[-1]}"

    def _entry(self, number: int, key: str) -> dict[str, Any]:
        places = [{"id": f"c{number}{letter}", "letter": letter} for letter in self.places[key]]
        numbered = {"number": number, "id": f"ref-{number}", "card_id": f"card-{number}", "places": places}
        return entry(self.sources[key]) | numbered


def runs(numbers: list[int]) -> list[list[int]]:
    """[1, 2, 3, 7] -> [[1, 2, 3], [7]]; a run too short to be a range falls apart."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def entry(record: Record) -> dict[str, Any]:
    """A reference as templates show it."""
    record = whole(record)
    url, label = link(record)
    return {
        "key": record["key"],
        "path": f"references/{record['key']}",
        "authors": leading(record),
        "title": record["title"].rstrip("."),
        "source": source(record),
        "words": words(record),
        "url": url,
        "label": label,
        "design": record["design"],
        "finding": record["finding"],
        "free_url": record["free_url"],
        "archived_url": record["archived_url"],
    }


def facts(record: Record) -> list[tuple[str, str, str]]:
    """What a reader may want to know of a source: label, words, and the address where the words lead to one."""
    record = whole(record)
    doi, pmid, pmcid = record["doi"], record["pmid"], record["pmcid"]
    publisher = ": ".join(part for part in (record["place"], record["publisher"]) if part)
    numbers = [("Volume", record["volume"]), ("Issue", record["issue"]), ("Pages", record["pages"])]
    told = [
        ("Authors", ", ".join(Name.of(name).whole for name in record["authors"]), ""),
        ("Editors", ", ".join(Name.of(name).whole for name in record["editors"]), ""),
        ("Published in", record["container"], ""),
        ("Publisher", publisher, ""),
        ("Edition", ordinal(record["edition"]), ""),
        ("Date", spoken(record["issued"]), ""),
        *((label, text, "") for label, text in numbers),
        ("Kind of source", record["design"], ""),
        ("Studied", record["species"], ""),
        ("Number studied", f"{int(record['n']):,}" if record["n"].isdecimal() else record["n"], ""),
        ("Paid for by", record["funding"], ""),
        ("DOI", doi, doi_address(doi) if doi else ""),
        ("PubMed", pmid, f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"),
        ("PubMed Central", pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"),
        ("ISBN", record["isbn"], ""),
        ("Address", record["url"], record["url"]),
        ("Read on", spoken(record["accessed"]), ""),
        ("Free to read", record["free_url"], record["free_url"]),
        ("Archived copy", record["archived_url"], record["archived_url"]),
    ]
    return [(label, text, address) for label, text, address in told if text]


def letters(index: int) -> str:
    """0 is a, 25 is z, 26 is aa."""
    high, low = divmod(index, 26)
    return (letters(high - 1) if high else "") + chr(ord("a") + low)
