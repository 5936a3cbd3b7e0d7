"""What an editor types to cite a source, made of its first author and its year."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.text import slugify

from articles.citations.names import Name
from articles.citations.numbering import letters

LONGEST = 60


def suggested(names: list[str], title: str, issued: str, *, is_taken: Callable[[str], bool]) -> str:
    """ "clauw2014"; where that is taken "clauw2014b", "clauw2014c" …"""
    name = Name.of(names[0]) if names else Name(title)
    words = slugify(name.family).replace("-", "") if name.family else slugify(name.whole)
    base = f"{words[:LONGEST].strip('-_')}{issued[:4] if issued[:4].isdecimal() else ''}".replace("_", "-") or "source"
    found, index = base, 0
    while is_taken(found):
        index += 1
        found = f"{base}{letters(index)}" if base[-1].isdecimal() else f"{base}-{index + 1}"
    return found
