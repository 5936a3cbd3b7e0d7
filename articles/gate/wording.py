"""The words themselves: nothing forgotten, nothing promised, and lines that search engines show whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.gate.finding import Finding, Links, lines, texts, warning, words
from articles.snapshot import Snapshot
from articles.words import legible

PLACEHOLDER = re.compile(r"(?i:lorem ipsum|\btk\b)|\b(?:TODO|FIXME|TBD|XXX+)\b")
GAP = re.compile(r"\[(?:…|\.\.\.)\]")
PROMISE = re.compile(
    r"\b(cures?|cured|heals?|healed|treats|miracle|risk[- ]free|guarantee[sd]?|proven to|clinically proven"
    r"|no side[- ]effects|without side[- ]effects|(?:completely|perfectly|totally) safe)\b",
    re.IGNORECASE,
)
WITHHELD = re.compile(
    r"\b(not|no|nobody|nothing|none|never|neither|nor|cannot|without|whether|if|unless|claims?|claimed)\b|n[’']t\b|\?",
    re.IGNORECASE,
)
SOURCED = re.compile(r"\[[^\]\s]")  # a citation, as `legible` writes it
SENTENCES = re.compile(r"(?<=[.!?\]])\s+(?!\[)")
TITLE = range(15, 66)
DESCRIPTION = range(50, 166)


def nothing_is_left_to_write(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for place, said in words(snapshot):
        if found := PLACEHOLDER.search(said):
            yield Finding("placeholder", place, f"“{found[0]}” stands for something that is still to be written.")
        if GAP.search(said):
            yield warning("placeholder", place, "“[…]” stands here. Is something still to be written?")


def nothing_is_promised(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    """A sentence that promises more than is known, unless it names its source, asks, or says the contrary."""
    told = [*lines(snapshot), *((place, legible(text)) for place, text in texts(snapshot))]
    for place, said in told:
        for sentence in SENTENCES.split(said):
            found = PROMISE.search(sentence)
            if found and not SOURCED.search(sentence) and not WITHHELD.search(sentence.replace(found[0], "")):
                yield warning("promise", place, f"“{found[0]}” promises more than is known. Say who reports it.")


def search_engines_are_served(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    """A strain profile and a standing page are called what they are called, however short that is."""
    length = len(snapshot.title.strip())
    if length >= TITLE.stop or (snapshot.kind == "article" and 0 < length < TITLE.start):
        yield warning("title length", "title", f"The title has {length} characters; 15 to 65 are shown whole.")
    described = snapshot.description or snapshot.standfirst
    if not described:
        yield warning("description", "description", "Search engines find no description. Write 50 to 165 characters.")
    elif len(described) not in DESCRIPTION:
        which = "description" if snapshot.description else "standfirst, which stands for the description,"
        yield warning(
            "description", "description", f"The {which} has {len(described)} characters; 50 to 165 are shown whole."
        )
