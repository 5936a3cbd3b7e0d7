"""Words as they are looked up: small letters without accents, the same for what is written and what is typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
LONGEST = 40  # letters of a word that are looked at
# PostgreSQL's english.stop: its index leaves these out, so no database is asked for them.
STOPS = (
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it"
    " its itself they them their theirs themselves what which who whom this that these those am is are was were be been"
    " being have has had having do does did doing a an the and but if or because as until while of at by for with about"
    " against between into through during before after above below to from up down in out on off over under again"
    " further then once here there when where why how all any both each few more most other some such no nor not only"
    " own same so than too very s t can will just don should now"
)
COMMON = frozenset(STOPS.split())


def folded(text: str) -> list[str]:
    """The words of `text`; whatever is no letter and no digit only parts them."""
    return [word[:LONGEST] for word in WORD.findall(flat(text))]


def meant(words: list[str]) -> list[str]:
    """Those that say something."""
    return [word for word in words if word not in COMMON]


def flat(text: str) -> str:
    """Letter for letter, so that a place in it is the same place in `text`."""
    if text.isascii():
        return text.lower()
    return "".join(map(_flat, text))


@lru_cache(maxsize=4096)
def _flat(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return " " if "\ud800" <= plain[0] <= "\udfff" else plain[0]
