"""Reads references from text or from a file, whichever of four formats they are in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from articles.importing import bibtex, csl, medline, ris
from articles.importing.entry import Entry
from articles.importing.latex import TooMuch

MOST_BYTES = 1024 * 1024
MOST_ENTRIES = 2_000
# In the order in which they are looked for: an abstract in MEDLINE may hold an "@", a BibTeX note a "TY  - ".
FORMATS: list[tuple[str, re.Pattern[str], Callable[[str], Iterator[Entry]]]] = [
    ("CSL-JSON", re.compile(r"\s*[\[{]"), csl.read),
    ("MEDLINE", re.compile(r"(?:\A|\n)(?:PMID|PMC|STAT|OWN) *- ?\S"), medline.read),
    ("RIS", re.compile(r"(?:\A|\n)[ \t]*TY  ?- ?"), ris.read),
    ("BibTeX", re.compile(r"(?:\A|\n)[ \t]*@\w+\s*[{(]"), bibtex.read),
]
MARKS = [(b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")]


class Unreadable(ValueError):
    """Nothing of it is read. The message says why and what to do."""


@dataclass(frozen=True)
class Reading:
    format: str
    entries: list[Entry]


def read(text: str) -> Reading:
    """Raises Unreadable."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Unreadable("It is longer than 1 MB. Bring it in in pieces.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").removeprefix("\ufeff")
    if not text.strip():
        raise Unreadable("Nothing stands in it. Paste references or choose a file.")
    for name, mark, reader in FORMATS:
        if not (mark.match(text) if name == "CSL-JSON" else mark.search(text)):
            continue
        try:
            entries = list(islice(reader(text), MOST_ENTRIES + 1))
        except TooMuch:
            raise Unreadable("It holds more than can be read at once. Bring it in in pieces.") from None
        if len(entries) > MOST_ENTRIES:
            raise Unreadable(f"It holds more than {MOST_ENTRIES:,} references. Bring them in in pieces.")
        if not entries:
            raise Unreadable(f"It looks like {name}, but there is no reference in it.")
        return Reading(name, entries)
    raise Unreadable("This is neither BibTeX, RIS, CSL-JSON nor .nbib. Export it again in one of these formats.")


def decoded(content: bytes) -> str:
    """What a file says, whatever it was written in. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("The file is larger than 1 MB. Bring it in in pieces.")
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise Unreadable("The file begins like UTF-16 and goes on as something else. Save it as UTF-8.") from None
        return content.decode("cp1252", errors="replace")
