"""What all forms of a citation do with words."""

from __future__ import annotations

import unicodedata
from datetime import date

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


def said(text: str) -> str:
    """On one line, without what no line can hold."""
    return " ".join("".join(c if unicodedata.category(c) != "Cc" or c.isspace() else "" for c in text).split())


def stopped(text: str) -> str:
    """With a full stop, unless a sign ends it already."""
    return text if not text or text.rstrip("\x0f").endswith((".", "?", "!")) else f"{text}."


def escaped(text: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in said(text))


def american(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def bibtex(kind: str, key: str, fields: dict[str, str], *, bare: frozenset[str] = frozenset({"month"})) -> str:
    """An entry; `bare` are fields whose words are macros that styles know."""
    lines = [f"  {name} = {text if name in bare else f'{{{text}}}'}" for name, text in fields.items() if text]
    return "\n".join([f"@{kind}{{{key},", ",\n".join(lines), "}", ""])


def ris(tags: list[tuple[str, str]]) -> str:
    """Lines end as the format's sheet of 2011 asks; an empty tag is left out."""
    return "".join(f"{tag}  - {text}\r\n" for tag, text in [*tags, ("ER", "")] if text or tag == "ER")
