"""How to cite a page: AMA 11, APA 7, BibTeX and RIS, pinned to the version that was read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

MOST_IN_AMA, MOST_IN_APA = 6, 20  # authors, before some are left out
WORDS_IN_KEY = 6
INITIALS = re.compile(r"[^\W\d_](?:-?[^\W\d_]){0,4}")
SUFFIXES = {"Jr", "Sr", "II", "III", "IV", "2nd", "3rd"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even behind a backslash, so that they must be named.
LATEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
} | {sign: f"\\{sign}" for sign in "&%$#_"}


@dataclass(frozen=True)
class Author:
    """`cited_as` is "Clauw DJ": family name, then initials. Without it, or where it is nothing of the kind, this is a
    group or a role, whose name stands as it is."""

    name: str
    cited_as: str = ""

    @property
    def in_ama(self) -> str:
        return said(self.cited_as or self.name)

    @property
    def inverted(self) -> str:
        """ "Clauw, D. J.", or nothing."""
        family, initials, suffix = self._parts
        return ", ".join(part for part in (family, initials, suffix) if part) if family else ""

    @property
    def in_bibtex(self) -> str:
        family, initials, suffix = self._parts
        if not family:
            return f"{{{escaped(self.in_ama)}}}"
        return escaped(", ".join(part for part in (family, suffix, initials) if part))

    @property
    def _parts(self) -> tuple[str, str, str]:
        words = self.cited_as.split()
        suffix = words.pop() if len(words) > 2 and words[-1].rstrip(".") in SUFFIXES else ""
        if len(words) < 2 or not (words[-1].isupper() and INITIALS.fullmatch(words[-1])):
            return "", "", ""
        initials = re.sub(r"[^\W\d_](?=(-?))", r"\g<0>.", words[-1])
        return " ".join(words[:-1]), re.sub(r"\.(?=[^\W\d_])", ". ", initials), suffix


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
        names = [author.in_ama for author in self.authors]
        names = [*names[:3], "et al"] if len(names) > MOST_IN_AMA else names
        updated = f"Updated {american(self.changed)}" if self.changed > self.published else ""
        days = [f"Published {american(self.published)}", updated, f"Accessed {american(self.accessed)}"]
        parts = [", ".join(names), said(self.title), said(self.site), *days]
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
            "author": " and ".join(author.in_bibtex for author in self.authors),
            "title": f"{{{escaped(self.title)}}}",
            "howpublished": escaped(self.site),
            "publisher": escaped(self.publisher) if said(self.publisher) != said(self.site) else "",
            "year": f"{self.changed.year}",
            "month": MONTHS[self.changed.month - 1],
            "url": self.address,
            "urldate": self.accessed.isoformat(),
            "note": f"Published {self.published.isoformat()}. {changed}SHA-256 {self.sha256}",
        }
        bare = {"month"}  # a macro that styles know
        lines = [f"  {name} = {text if name in bare else f'{{{text}}}'}" for name, text in fields.items() if text]
        return "\n".join([f"@misc{{{self._key},", ",\n".join(lines), "}", ""])

    @property
    def ris(self) -> str:
        """Tags as the format's sheet of 2011 has them for ELEC; lines end as it asks."""
        tags = [
            ("TY", "ELEC"),
            *(("AU", author.inverted or author.in_ama) for author in self.authors),
            ("TI", said(self.title)),
            ("T2", said(self.site)),
            ("PB", said(self.publisher)),
            ("PY", f"{self.changed:%Y}"),
            ("DA", f"{self.changed:%Y/%m/%d}/"),
            ("Y2", f"{self.accessed:%Y/%m/%d}/"),
            ("UR", self.address),
            ("LA", "en"),
            ("N1", f"First published {self.published.isoformat()}. SHA-256 of this version: {self.sha256}"),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {text}\r\n" for tag, text in tags if text or tag == "ER")

    @property
    def _apa_names(self) -> str:
        names = [author.inverted or author.in_ama for author in self.authors]
        if len(names) > MOST_IN_APA:
            return f"{', '.join(names[: MOST_IN_APA - 1])}, … {names[-1]}"
        comma = "" if len(names) == 2 and not any(author.inverted for author in self.authors) else ","
        return f"{', '.join(names[:-1])}{comma} & {names[-1]}" if len(names) > 1 else "".join(names)

    @property
    def _key(self) -> str:
        words = "-".join(slugify(f"{self.site} {self.title}").split("-")[:WORDS_IN_KEY])
        return f"{words or 'page'}-{self.changed.year}-{self.sha256[:6]}"


def said(text: str) -> str:
    """On one line, without what no line can hold."""
    return " ".join("".join(c if unicodedata.category(c) != "Cc" or c.isspace() else "" for c in text).split())


def stopped(text: str) -> str:
    """With a full stop, unless a sign ends it already."""
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def escaped(text: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in said(text))


def american(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
