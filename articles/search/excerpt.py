"""What a result shows of its text: the place where the words stand closest, with the words marked. Pure."""

from __future__ import annotations

import re
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.search.asking import Asked
from articles.search.words import flat

LENGTH = 230  # letters, about two lines and a half on a wide screen
BEFORE = 70  # letters that lead up to the first word
MOST_PLACES = 60  # of words in one text that are looked at
ENDINGS = "ations|ation|ments|ment|ings|ing|ness|ies|ied|ers|er|ed|es|ly|al|s|y|e"
ENDING = re.compile(f"(?:{ENDINGS})$")
SHORTEST = 3  # letters that stay of a word without its ending
Places = list[tuple[int, int, str]]


def pattern(asked: Asked) -> re.Pattern[str] | None:
    """The words with whatever ending, as they stand in a flat text."""
    ways = {way_of(word, is_open=phrase.is_open) for ways in asked for phrase in ways for word in phrase.words}
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(ways, key=len, reverse=True))})(?![^\W_])") if ways else None


def way_of(word: str, *, is_open: bool) -> str:
    if is_open:
        return rf"{re.escape(word)}[^\W_]*"
    root = ENDING.sub("", word)
    root = root if len(root) >= SHORTEST else word
    return rf"{re.escape(root)}(?:{ENDINGS})?" if len(word) >= SHORTEST else re.escape(word)


def marked(text: str, words: re.Pattern[str] | None) -> SafeString:
    """All of `text`, safe, its words marked."""
    return mark_safe(_marked(text, words))  # escaped piece by piece


def excerpt(text: str, words: re.Pattern[str] | None) -> SafeString:
    """The part of `text` in which most of the different words stand, or its beginning."""
    start, end = window(text, list(islice(words.finditer(flat(text)), MOST_PLACES)) if words else [])
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{_marked(text[start:end].strip(), words)}{after}")  # likewise


def window(text: str, places: list[re.Match[str]]) -> tuple[int, int]:
    """Where to cut: between words."""
    best, most = 0, 0
    for i, place in enumerate(places):
        within = {other[0][:5] for other in places[i:] if other.end() <= place.start() + LENGTH - BEFORE}
        if len(within) > most:
            best, most = place.start(), len(within)
    start = max(0, best - BEFORE)
    if start:
        start = text.find(" ", start, best) + 1 or best
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start + LENGTH // 2, end), start + LENGTH // 2)
    return start, min(end, len(text))


def _marked(text: str, words: re.Pattern[str] | None) -> str:
    said, last = [], 0
    for place in words.finditer(flat(text)) if words else ():
        said += [escape(text[last : place.start()]), f"<mark>{escape(text[place.start() : place.end()])}</mark>"]
        last = place.end()
    return "".join([*said, escape(text[last:])])
