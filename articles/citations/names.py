"""A name as a citation has it: "Clauw DJ", "Gilstrap LC 3rd", "{US FDA}"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.citations.text import escaped, said

INITIALS = re.compile(r"[^\W\d_](?:-?[^\W\d_]){0,4}")
SUFFIXES = {"Jr", "Sr", "II", "III", "IV", "2nd", "3rd"}


@dataclass(frozen=True)
class Name:
    """Family name, initials and suffix of a person; of a group, a role or a word that is nothing of the kind only
    `whole`, as it stands and without the braces that marked it."""

    whole: str
    family: str = ""
    initials: str = ""
    suffix: str = ""

    @classmethod
    def of(cls, text: str) -> Name:
        text = said(text)
        if text.startswith("{") and text.endswith("}"):
            return cls(text[1:-1].strip())
        words = text.split()
        suffix = words.pop() if len(words) > 2 and words[-1].rstrip(".") in SUFFIXES else ""
        if len(words) < 2 or not (words[-1].isupper() and INITIALS.fullmatch(words[-1])):
            return cls(text)
        return cls(text, " ".join(words[:-1]), words[-1], suffix)

    @property
    def inverted(self) -> str:
        """ "Clauw, D. J., Jr", or nothing."""
        return ", ".join(part for part in (self.family, self.spaced, self.suffix) if part) if self.family else ""

    @property
    def straight(self) -> str:
        """ "D. J. Clauw, Jr", or the whole."""
        suffix = f", {self.suffix}" if self.suffix else ""
        return f"{self.spaced} {self.family}{suffix}" if self.family else self.whole

    @property
    def spaced(self) -> str:
        """DJ as "D. J.", J-P as "J.-P."."""
        dotted = re.sub(r"[^\W\d_](?=(-?))", r"\g<0>.", self.initials)
        return re.sub(r"\.(?=[^\W\d_])", ". ", dotted)

    @property
    def in_bibtex(self) -> str:
        if not self.family:
            return f"{{{escaped(self.whole)}}}"
        return escaped(", ".join(part for part in (self.family, self.suffix, self.spaced) if part))

    @property
    def in_ris(self) -> str:
        return ",".join([self.family, *filter(None, [self.spaced, self.suffix])]) if self.family else self.whole

    @property
    def in_csl(self) -> dict[str, str]:
        if not self.family:
            return {"literal": self.whole}
        parts = {"family": self.family, "given": self.spaced, "suffix": self.suffix}
        return {part: text for part, text in parts.items() if text}
