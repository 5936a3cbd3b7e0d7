"""Words set in lines for a picture: balanced, broken only where nothing else helps, in letters that the font has."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).resolve().parent / "fonts"  # TeX Gyre Pagella: of the genus that the pages are set in
REGULAR, ITALIC = "texgyrepagella-regular.otf", "texgyrepagella-italic.otf"
STEPS = ((104, 2), (88, 3), (74, 3), (62, 4), (52, 4))  # pixels, and how many lines such letters may fill
NOBODY = "\uffff"  # in no font: drawn as what stands for a missing letter
ELLIPSIS = "…"
NARROWER = 24  # pixels, from one try to the next


@dataclass(frozen=True)
class Setting:
    """Lines of a title and the size of their letters in pixels."""

    size: int
    lines: tuple[str, ...]


@lru_cache(maxsize=32)
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / name, size)


def settable(text: str) -> str | None:
    """`text` in letters that the font has: others by their plain form, signs left out; None where a letter is lost."""
    words = "".join(_known(letter) for letter in unicodedata.normalize("NFC", text))
    lost = any(unicodedata.category(letter)[0] in "LN" and not has(letter) for letter in words)
    return None if lost else " ".join(words.split())


def _known(letter: str) -> str:
    """It, or its plain form ("ﬀ" as "ff", "ọ̈" as "ö"), or nothing for a sign that the font does not have."""
    if unicodedata.category(letter) == "Cf":
        return ""  # a soft hyphen, a mark of direction: nothing to see
    if letter.isspace() or has(letter):
        return letter
    plain = [part for part in unicodedata.normalize("NFKD", letter) if part.isspace() or has(part)]
    return "".join(plain) or (letter if unicodedata.category(letter)[0] in "LN" else "")


@lru_cache(maxsize=4096)
def has(letter: str) -> bool:
    """Pillow draws a box for what is not there, and tells nobody."""
    return _drawn(letter) != _drawn(NOBODY)


def _drawn(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font(REGULAR, 20).getmask(letter)
    return mask.size, bytes(mask)


def set_in(text: str, *, width: int) -> Setting:
    """The largest letters in which `text` fits, its lines about equally long; too long a text ends in an ellipsis."""
    for size, most in STEPS:
        lines = _balanced(text.split(), size=size, width=width, most=most)
        if lines:
            return Setting(size, tuple(lines))
    return Setting(size, tuple(_cut(text.split(), size=size, width=width, most=most)))


def _balanced(words: list[str], *, size: int, width: int, most: int) -> list[str]:
    """As few lines as can be, then the narrowest that are as many; none where the words do not fit."""
    widest = max(measure(word, size) for word in words)
    lines = _filled(words, size=size, width=width)
    if widest > width or len(lines) > most:
        return []
    for narrower in range(width - NARROWER, int(widest), -NARROWER):
        tried = _filled(words, size=size, width=narrower)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _cut(words: list[str], *, size: int, width: int, most: int) -> list[str]:
    """`most` lines at most, words that are too long broken by a hyphen."""
    pieces = [piece for word in words for piece in _broken(word, size=size, width=width)]
    lines = _filled(pieces, size=size, width=width)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while measure(last + ELLIPSIS, size) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: most - 1], last.rstrip(" ,;:-–") + ELLIPSIS]


def _broken(word: str, *, size: int, width: int) -> list[str]:
    pieces = []
    while measure(word, size) > width:
        end = next(end for end in range(len(word) - 1, 0, -1) if measure(word[:end] + "-", size) <= width)
        pieces.append(word[:end] + "-")
        word = word[end:]
    return [*pieces, word]


def _filled(words: list[str], *, size: int, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=4096)
def measure(text: str, size: int) -> float:
    return font(REGULAR, size).getlength(text)
