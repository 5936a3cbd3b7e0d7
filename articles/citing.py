"""How to cite a page: AMA 11, APA 7, BibTeX and RIS, pinned to the version that was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from articles.citations.names import Name
from articles.citations.text import MONTHS, american, bibtex, escaped, ris, said, stopped
from articles.citations.wording import authors_in_ama, inverted_for_apa

WORDS_IN_KEY = 6


@dataclass(frozen=True)
class Author:
    """`cited_as` is "Clauw DJ": family name, then initials. Without it, or where it is nothing of the kind, this is a
    group or a role, whose name stands as it is."""

    name: str
    cited_as: str = ""

    @property
    def cited(self) -> str:
        return self.cited_as or f"{{{self.name}}}"


@dataclass(frozen=True)
class Citing:
    """A page as it is cited. `address` and `sha256` are those of the version, all days are in the time of the site."""

    title: str
    authors: tuple[Author, ...]
    site: str
    publisher: str
    published: date
    changed: date
    accessed: date
    address: str
    sha256: str

    @property
    def ama(self) -> str:
        """AMA Manual of Style, 11th edition, 3.15.3: websites."""
        updated = f"Updated {american(self.changed)}" if self.changed > self.published else ""
        days = [f"Published {american(self.published)}", updated, f"Accessed {american(self.accessed)}"]
        parts = [authors_in_ama({"authors": self._cited}), said(self.title), said(self.site), *days]
        return " ".join([*(stopped(part) for part in parts if part), self.address])

    @property
    def apa(self) -> SafeString:
        """APA, 7th edition, 10.16: webpages on a website. No day of access, because the version does not change."""
        day = f"({self.changed:%Y, %B} {self.changed.day})."
        title, names = said(self.title), stopped(self._apa_names)
        site = "" if self._apa_names == said(self.site) else f" {stopped(said(self.site))}"
        if not names:
            return format_html("<i>{}</i> {}{} {}", stopped(title), day, site, self.address)
        return format_html("{} {} <i>{}</i>{} {}", names, day, stopped(title), site, self.address)

    @property
    def bibtex(self) -> str:
        """@misc, which BibTeX and biblatex both know; the second pair of braces keeps the capitals of the title."""
        changed = f"Updated {self.changed.isoformat()}. " if self.changed > self.published else ""
        fields = {
            "author": " and ".join(Name.of(author).in_bibtex for author in self._cited),
            "title": f"{{{escaped(self.title)}}}",
            "howpublished": escaped(self.site),
            "publisher": escaped(self.publisher) if said(self.publisher) != said(self.site) else "",
            "year": f"{self.changed.year}",
            "month": MONTHS[self.changed.month - 1],
            "url": self.address,
            "urldate": self.accessed.isoformat(),
            "note": f"Published {self.published.isoformat()}. {changed}SHA-256 {self.sha256}",
        }
        return bibtex("misc", self._key, fields)

    @property
    def ris(self) -> str:
        """Tags as the format's sheet of 2011 has them for ELEC; lines end as it asks."""
        tags = [
            ("TY", "ELEC"),
            *(("AU", Name.of(author).inverted or Name.of(author).whole) for author in self._cited),
            ("TI", said(self.title)),
            ("T2", said(self.site)),
            ("PB", said(self.publisher)),
            ("PY", f"{self.changed:%Y}"),
            ("DA", f"{self.changed:%Y/%m/%d}/"),
            ("Y2", f"{self.accessed:%Y/%m/%d}/"),
            ("UR", self.address),
            ("LA", "en"),
            ("N1", f"First published {self.published.isoformat()}. SHA-256 of this version: {self.sha256}"),
        ]
        return ris(tags)

    @property
    def _cited(self) -> list[str]:
        return [author.cited for author in self.authors]

    @property
    def _apa_names(self) -> str:
        return inverted_for_apa(self._cited)

    @property
    def _key(self) -> str:
        words = "-".join(slugify(f"{self.site} {self.title}").split("-")[:WORDS_IN_KEY])
        return f"{words or 'page'}-{self.changed.year}-{self.sha256[:6]}"
