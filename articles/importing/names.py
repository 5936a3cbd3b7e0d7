"""Names of people and groups, from the ways in which others write them to ours: "Clauw DJ", "{US FDA}"."""

from __future__ import annotations

import re

PIECES = re.compile(r"[\s.\-‐‑]+")
SUFFIX = re.compile(r"(?:jr|sr|[ivx]{1,4}|[2-9](?:nd|rd|th))\.?", re.IGNORECASE)
# "Clauw DJ", "Smith JA Jr": what another reader of names would take for a person.
PERSON = re.compile(r".+ \w{1,4}(?: (?:Jr|Sr|[IVX]{2,4}|\dnd|\drd|\dth))?")
MOST_CAPITALS = 3  # more than these in a row are a name written large


def person(family: str, given: str = "", suffix: str = "") -> str:
    """Family name, initials, suffix. Without a given name it is a name like "Aristotle"."""
    parts = [family.strip().strip(","), initials(given), ordinal(suffix)]
    return " ".join(part for part in parts if part)


def group(name: str) -> str:
    """In braces, so that nobody takes it for a person."""
    name = " ".join(name.replace("{", "").replace("}", "").split())
    return f"{{{name}}}" if name else ""


def initials(given: str) -> str:
    """ "Jean-Paul" is JP, "Brooks B." is BB, "DJ" stays."""
    return "".join(_initial(piece) for piece in PIECES.split(given) if piece)


def _initial(piece: str) -> str:
    letters = [c for c in piece if c.isalpha()]
    if len(letters) <= MOST_CAPITALS and all(c.isupper() for c in letters):
        return "".join(letters)
    return letters[0].upper() if letters else ""


def ordinal(suffix: str) -> str:
    suffix = suffix.strip().strip(".,").strip()
    return suffix.capitalize() if suffix.lower() in ("jr", "sr") else suffix


def inverted(name: str) -> str:
    """Of "Marx, Karl", "Smith, John, Jr." or "Smith, Jr., John"; one without a comma is ours already or a group's."""
    family, *rest = [part.strip() for part in name.split(",")]
    if not any(rest):
        return family if PERSON.fullmatch(family) else group(family)
    suffixes = [part for part in rest if SUFFIX.fullmatch(part)]
    given = " ".join(part for part in rest if part not in suffixes)
    return person(family, given, " ".join(suffixes[:1]))
