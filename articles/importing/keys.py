"""Keys for references: "clauw2014", and "clauw2014b" where that is taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

INITIALS = re.compile(r"[^\W\d_]{1,4}")
SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "2nd", "3rd"}
PLAIN = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE"})
SMALL = {"a", "an", "the", "on", "of", "in", "and", "for", "to", "is"}
LONGEST = 40


def key_for(fields: dict[str, str], taken: Collection[str]) -> str:
    """Of the first author and the year; without an author of the title."""
    first = next(iter(fields.get("authors", "").splitlines()), "")
    name = of_group(first) if first.startswith("{") else of_person(first)
    base = f"{name or of_title(fields.get('title', '')) or 'reference'}{fields.get('issued', '')[:4]}"
    return next(each for each in lettered(base) if each not in taken)


def of_person(name: str) -> str:
    """The family name: all but the initials and what stands behind them."""
    words = name.split()
    while len(words) > 1 and (words[-1].lower().rstrip(".") in SUFFIXES or is_initials(words[-1])):
        words.pop()
    return bare("".join(words))


def is_initials(word: str) -> bool:
    return word.isupper() and bool(INITIALS.fullmatch(word))


def of_group(name: str) -> str:
    """The first letters of a long name, a short one as it is."""
    words = [word for word in re.findall(r"\w+", name) if word.lower() not in SMALL]
    return bare("".join(word[0] for word in words)) if len(words) > 2 else bare("".join(words))


def of_title(title: str) -> str:
    words = [bare(word) for word in title.split()]
    return next((word for word in words if word and word not in SMALL), "")


def bare(text: str) -> str:
    """Small letters and digits without accents."""
    folded = unicodedata.normalize("NFKD", text.translate(PLAIN)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", folded)[:LONGEST]


def lettered(base: str) -> Iterator[str]:
    """clauw2014, clauw2014b … clauw2014z, clauw2014-27 …"""
    yield base
    yield from (f"{base}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
    number = 27
    while True:
        yield f"{base}-{number}"
        number += 1
