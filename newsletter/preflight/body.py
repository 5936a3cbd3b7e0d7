"""What the letter is made of: words, articles that readers can open, pictures that speak, fields that are filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from articles.markup import plain
from articles.models.publication import Address
from newsletter.models.letter import LetterArticle, LetterPicture, LetterText
from newsletter.preflight.finding import Finding
from newsletter.preflight.proof import Proof

KNOWN = "[[site]] and [[archive]]"
FIELD = re.compile(r"\[\[([^\[\]]{0,60})\]\]|\{\{([^{}]{0,60})\}\}|\*\|([^|*]{1,60})\|\*")
BROKEN = re.compile(r"\[\[|\]\]")


def has_words(proof: Proof) -> Iterator[Finding]:
    written = [block for block in proof.blocks if isinstance(block, LetterText) and plain(block.text)]
    named = [block for block in proof.blocks if isinstance(block, LetterArticle) and block.page_id in proof.live]
    if not written and not named:
        yield Finding("empty", "The letter says nothing yet. Add a text or an article.")


def articles_are_live(proof: Proof) -> Iterator[Finding]:
    for place, block in _numbered(proof, LetterArticle):
        if block.page_id is None:
            yield Finding("article", f"Block {place} names no article. Choose one or remove the block.")
        elif block.page_id not in proof.live:
            known = Address.objects.filter(page=block.page_id).values_list("path", flat=True).first()
            called = f"/{known}/" if known else "its page"
            text = f"Block {place}: {called} is not live any more, so the letter leaves it out. Choose another article."
            yield Finding("article", text)


def pictures_speak(proof: Proof) -> Iterator[Finding]:
    for place, block in _numbered(proof, LetterPicture):
        if block.picture is None:
            yield Finding("picture", f"Block {place} has no picture. Choose one or remove the block.")
        elif not _speaks(block.picture.says()):
            yield Finding("alt", f"{_silent(place)} Write one in the library, or mark it decorative.")
    for place, block in _numbered(proof, LetterArticle):
        live = proof.live.get(block.page_id or 0)
        picture = live.card.get("picture") if live else None
        if picture and not _speaks(picture):
            yield Finding("alt", f"{_silent(place)} An editor has to write one and publish the article again.")


def fields_are_filled(proof: Proof) -> Iterator[Finding]:
    """In all that readers get: whatever is still a field there, nobody fills."""
    said = "\n".join([proof.subject, proof.preheader, proof.words, *proof.links])
    unknown = dict.fromkeys(found[0] for found in FIELD.finditer(said))
    for field in unknown:
        yield Finding("merge field", f"Nothing fills in “{field}”: readers would see it as it stands. Known: {KNOWN}.")
    if BROKEN.search(FIELD.sub("", said)):
        yield Finding("merge field", "A merge field is not whole: “[[” or “]]” stands alone. Write it as in [[site]].")


def _numbered(proof: Proof, kind: type) -> list[tuple[int, Any]]:
    return [(place, block) for place, block in enumerate(proof.blocks, 1) if isinstance(block, kind)]


def _speaks(picture: dict[str, Any]) -> bool:
    return bool(picture["decorative"] or picture["alt"].strip())


def _silent(place: int) -> str:
    return (
        f"The picture of block {place} has no text for those who cannot see it, and many mail programs hide pictures."
    )
