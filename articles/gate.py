"""What must hold before a snapshot may go out: named rules, all looked at, all told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from articles.markup import cited, headings, internal_links, plain
from articles.snapshot import RICH, Snapshot


@dataclass(frozen=True)
class Finding:
    """`place` is where to mend it on the writing screen: "title", "block-3", "faq-2", "effect-1", counted from 1."""

    rule: str
    place: str
    message: str
    is_stop: bool = True


@dataclass(frozen=True)
class Links:
    """What is known of a snapshot's internal links: paths that lead nowhere, and those that wait to be published."""

    dead: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()


Rule = Callable[[Snapshot, Links], Iterator[Finding]]


def findings(snapshot: Snapshot, links: Links | None = None) -> list[Finding]:
    """All that the rules find, in the order of the rules."""
    return [finding for rule in RULES for finding in rule(snapshot, links or Links())]


def has_words(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    if not snapshot.title.strip():
        yield Finding("title", "title", "The page has no title.")
    if not snapshot.slug:
        yield Finding("address", "slug", "The page has no address.")
    if not snapshot.blocks and not snapshot.faq and snapshot.kind != "strain":
        yield Finding("empty", "title", "The page has no text yet. Add a block.")


def citations_resolve(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for place, text in _texts(snapshot):
        for key in cited(text):
            if f"reference:{key}" not in snapshot.records:
                yield Finding(
                    "citation", place, f"The citation “{key}” leads to no reference. Pick one from the library."
                )


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


def questions_are_asked(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for n, question in enumerate(snapshot.faq, 1):
        if not question.question.strip():
            yield Finding("question", f"faq-{n}", "A question is empty. Write it or remove it.")
        elif not plain(question.answer):
            yield Finding("question", f"faq-{n}", f"“{question.question}” has no answer yet.")


def effects_have_basis(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for n, effect in enumerate(snapshot.says.get("effects", ()), 1):
        if not effect["text"].strip():
            yield Finding("effect", f"effect-{n}", "An effect or use is empty. Write it or remove it.")
        if not effect["basis"]:
            yield Finding("basis", f"effect-{n}", f"“{effect['text']}” has no basis. Say what the report rests on.")
        for key in effect["references"]:
            if f"reference:{key}" not in snapshot.records:
                yield Finding("citation", f"effect-{n}", f"The citation “{key}” leads to no reference.")


def links_lead_somewhere(snapshot: Snapshot, links: Links) -> Iterator[Finding]:
    for place, text in _texts(snapshot):
        for path in sorted(internal_links(text)):
            if path in links.dead:
                yield Finding("link", place, f"The link to /{path}/ leads to no page. Correct or remove it.")
            if path in links.waiting:
                yield Finding(
                    "link", place, f"The link to /{path}/ leads to a page that is not live yet.", is_stop=False
                )


def strains_are_live(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for n, block in enumerate(snapshot.blocks, 1):
        if block.type != "straintable":
            continue
        if not block.shows:
            yield Finding("strains", f"block-{n}", "The strain table is empty. Choose strain profiles or remove it.")
        if any(name not in snapshot.records for name in block.shows):
            yield Finding(
                "strains", f"block-{n}", "A strain of this table is not live yet; its row is left out.", is_stop=False
            )


def callouts_are_rare(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    loud = [n for n, block in enumerate(snapshot.blocks, 1) if block.says.get("urgency") in ("caution", "emergency")]
    for n in loud[2:]:
        yield Finding(
            "callouts", f"block-{n}", "More than two cautions and emergencies on a page: none is heard.", is_stop=False
        )


def _texts(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Each HTML text with its place on the writing screen."""
    for name in RICH.get(snapshot.kind, ()):
        yield name, snapshot.says[name]
    for n, block in enumerate(snapshot.blocks, 1):
        for name in RICH.get(block.type, ()):
            yield f"block-{n}", block.says[name]
    for n, question in enumerate(snapshot.faq, 1):
        yield f"faq-{n}", question.answer


RULES: tuple[Rule, ...] = (
    has_words,
    citations_resolve,
    pictures_speak,
    headings_descend,
    questions_are_asked,
    effects_have_basis,
    links_lead_somewhere,
    strains_are_live,
    callouts_are_rare,
)
