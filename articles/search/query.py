"""What somebody typed, made into what is asked: every mark is a space, every operator a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from articles.models.entry import Word
from articles.models.seeking import Synonym
from articles.search.asking import Asked, Phrase, Ways
from articles.search.engine import engine
from articles.search.words import COMMON, folded

LONGEST = 200  # letters that are looked at
MOST_WORDS = 12
MOST_IN_SYNONYM = 4
MOST_ENDINGS = 20  # words that begin with what was typed
ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\s]+")


@dataclass(frozen=True)
class Query:
    """`typed` is shown again, `asked` is looked up."""

    typed: str
    words: tuple[str, ...]
    asked: Asked

    @property
    def opened(self) -> Query:
        """The same where the last word may be the beginning of one."""
        *before, last = self.asked
        if len(last[0].words) > 1 or len(last[0].words[0]) < 2:
            return self
        return replace(self, asked=(*before, (*last, *beginning(last[0].words[0]))))

    @property
    def loosened(self) -> Query:
        """The same where any of the words will do."""
        return replace(self, asked=(tuple(phrase for ways in self.asked for phrase in ways),))


def read(typed: str) -> Query:
    shown = ODD.sub(" ", typed[:LONGEST]).strip()
    words = tuple(folded(shown)[:MOST_WORDS])
    return Query(shown, words, tuple(asked(words)))


def asked(words: tuple[str, ...]) -> list[Ways]:
    """Each word that says something, with what our pages say instead; of synonyms the longest counts."""
    known = synonyms(words)
    found, place = [], 0
    while place < len(words):
        size = next((n for n in range(MOST_IN_SYNONYM, 0, -1) if words[place : place + n] in known), 0)
        own = words[place : place + (size or 1)]
        if size or own[0] not in COMMON:
            found.append((Phrase(own), *(Phrase(means) for means in known.get(own, ()))))
        place += len(own)
    return list(dict.fromkeys(found))


def synonyms(words: tuple[str, ...]) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    runs = [words[i : i + n] for n in range(1, MOST_IN_SYNONYM + 1) for i in range(len(words) - n + 1)]
    known: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    if runs:
        kept = Synonym.objects.filter(word__in={" ".join(run) for run in runs}).values_list("word", "means")
        for word, means in kept:
            known.setdefault(tuple(word.split()), []).append(tuple(means.split()))
    return known


def beginning(word: str) -> list[Phrase]:
    """The word as it stands, open; and the words that begin like it, whose stems may not."""
    whole = Word.objects.filter(**engine().beginning(word)).order_by("word").values_list("word", flat=True)
    return [Phrase((word,), is_open=True), *(Phrase((other,)) for other in whole[:MOST_ENDINGS])]
