"""What a page is made of: its words, headings, pictures, tables, questions, callouts."""

from __future__ import annotations

from collections.abc import Iterator

from articles.gate.finding import Finding, Links, texts, warning
from articles.markup import headings, plain
from articles.nodes import parse
from articles.snapshot import Snapshot

LOUD = ("caution", "emergency")
HEARD = 2  # loud callouts on a page


def has_words(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    if not snapshot.title.strip():
        yield Finding("title", "title", "The page has no title.")
    if not snapshot.slug:
        yield Finding("address", "slug", "The page has no address.")
    if not snapshot.blocks and not snapshot.faq and snapshot.kind != "strain":
        yield Finding("empty", "title", "The page has no text yet. Add a block.")
    if snapshot.kind == "article" and not snapshot.standfirst.strip():
        yield warning("standfirst", "standfirst", "The article has no standfirst. Say what the reader will learn.")


def pictures_speak(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    chosen = [("picture", snapshot.picture)]
    chosen += [(f"block-{n}", name) for n, block in enumerate(snapshot.blocks, 1) for name in block.shows]
    for place, name in chosen:
        picture = snapshot.records.get(name)
        if name.startswith("picture:") and picture and not picture["alt"] and not picture["decorative"]:
            yield Finding(
                "alt", place, "The picture has no text for those who cannot see it. Write one or mark it decorative."
            )
    for n, block in enumerate(snapshot.blocks, 1):
        if block.type == "picturefigure" and not block.shows:
            yield Finding("picture", f"block-{n}", "No picture is chosen here. Choose one or remove the block.")


def headings_descend(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    last = 1
    for n, block in enumerate(snapshot.blocks, 1):
        if block.type in ("faqlist", "keypoints"):
            last = 2
        for level, words in headings(block.says["text"]) if block.type == "richtext" else ():
            if not words:
                yield Finding("heading", f"block-{n}", "A heading is empty. Write it or remove it.")
            if level > last + 1:
                yield Finding(
                    "heading", f"block-{n}", f"The heading “{words}” jumps from level {last} to level {level}."
                )
            last = level


def tables_have_headers(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    """In the first row, so that on a phone each cell says what it is about."""
    for place, text in texts(snapshot):
        for table in parse(text).iter("table"):
            first = next(table.iter("tr"), ())
            if any(cell.tag != "th" for cell in first):
                yield Finding("table", place, "The first row of the table is no header row. Make it one.")


def questions_are_asked(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for n, question in enumerate(snapshot.faq, 1):
        if not question.question.strip():
            yield Finding("question", f"faq-{n}", "A question is empty. Write it or remove it.")
        elif not plain(question.answer):
            yield Finding("question", f"faq-{n}", f"“{question.question}” has no answer yet.")


def callouts_are_rare(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    loud = [n for n, block in enumerate(snapshot.blocks, 1) if block.says.get("urgency") in LOUD]
    for n in loud[HEARD:]:
        yield warning("callouts", f"block-{n}", "More than two cautions and emergencies on a page: none is heard.")
