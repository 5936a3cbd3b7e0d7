"""How the letter travels: small enough to be shown whole, and readable as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.preflight.finding import Finding, warning
from newsletter.preflight.proof import Proof

LARGEST = 100_000  # bytes: Gmail cuts a letter off at 102 KB
LARGE = 80_000
KB = 1000
SAME = 0.5  # of the words of the HTML, at least, stand in the text


def it_is_small(proof: Proof) -> Iterator[Finding]:
    size = max(proof.size, len(proof.html.encode()))
    if size >= LARGEST:
        text = f"The letter has {size // KB} KB. Gmail cuts it off at 102, with the link to leave. Shorten it."
        yield Finding("size", text)
    elif size >= LARGE:
        yield warning("size", f"The letter has {size // KB} KB; from 100 on it would be cut off. Better shorten it.")


def text_says_the_same(proof: Proof) -> Iterator[Finding]:
    if not proof.text.strip():
        yield Finding("plain text", "The letter has no plain text. Ask whoever keeps the letter's templates.")
    elif len(proof.text.split()) < SAME * len(proof.words.split()):
        yield warning("plain text", "The plain text says much less than the letter does. Look at it in the preview.")
