"""Sentences that are grammar and nothing else: the text of a synthetic article, the same for the same number."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
ADJECTIVES, NOUNS, VERBS = (WORDS[kind].split() for kind in ("adjectives", "nouns", "verbs"))
SECTIONS, BLOCKS, QUESTIONS, CITED = 12, 4, 10, 5


class Writer:
    """Writes article `number`, about 1,600 words, citing some of `references` (keys)."""

    def __init__(self, number: int, references: list[str]) -> None:
        self.random = Random(number)
        self.number = number
        self.cited = self.random.sample(references, min(CITED, len(references)))
        self.title = f"Synthetic page {number}: {self._thing()} and {self._thing()}"
        self.blocks = self._blocks()
        self.faq = self._faq()

    def _blocks(self) -> list[str]:
        """The HTML of its text blocks: twelve sections, one with a table, the first five with a citation each."""
        sections = [self._section(place) for place in range(SECTIONS)]
        sections[1] += self._table()
        size = SECTIONS // BLOCKS
        return ["".join(sections[start : start + size]) for start in range(0, SECTIONS, size)]

    def _faq(self) -> list[tuple[str, str, str]]:
        """Anchor, question, answer."""
        asked = [f"Where does the {self._thing()} stand?" for _ in range(QUESTIONS)]
        return [(f"q{place}", words, f"<p>{self._sentences(3)}</p>") for place, words in enumerate(asked, start=1)]

    def _section(self, place: int) -> str:
        cite = f'<cite data-key="{self.cited[place]}"></cite>' if place < len(self.cited) else ""
        heading = f"<h2>Sample section {place + 1}: the {self._thing()}</h2>"
        return f"{heading}<p>{self._sentences(4)}{cite}</p><p>{self._sentences(5)}</p>"

    def _table(self) -> str:
        heads = "".join(f"<th>{noun.title()}</th>" for noun in self.random.sample(NOUNS, 3))
        rows = "".join(f"<tr>{''.join(f'<td>{self._thing()}</td>' for _ in range(3))}</tr>" for _ in range(6))
        return f"<table><tbody><tr>{heads}</tr>{rows}</tbody></table>"

    def _sentences(self, count: int) -> str:
        return " ".join(self._sentence() for _ in range(count))

    def _sentence(self) -> str:
        verb = self.random.choice(VERBS).replace("-", " ")
        return f"The {self._thing()} {verb} the {self._thing()} near the {self._thing()}."

    def _thing(self) -> str:
        return f"{self.random.choice(ADJECTIVES)} {self.random.choice(NOUNS)}"
