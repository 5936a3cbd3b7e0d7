"""What a rule finds and where, and the texts of a snapshot with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from articles.markup import plain
from articles.snapshot import RICH, Snapshot

PLAIN = {"strain": ("other_names", "origin", "processing")}  # what a kind of page says in plain text of its own


@dataclass(frozen=True)
class Finding:
    """`place` is where to mend it on the writing screen: "title", "block-3", "faq-2", "effect-1", "alkaloid-1",
    "amount-1", counted from 1. A stop must be mended; a warning may be passed over with a reason."""

    rule: str
    place: str
    message: str
    is_stop: bool = True

    def says(self) -> dict[str, str]:
        return {"rule": self.rule, "place": self.place, "message": self.message}


@dataclass(frozen=True)
class Links:
    """What is known of a snapshot's internal links: paths that lead nowhere, and those that wait to be published."""

    dead: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()


Rule = Callable[[Snapshot, Links], Iterator[Finding]]


def warning(rule: str, place: str, message: str) -> Finding:
    return Finding(rule, place, message, is_stop=False)


def texts(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Each HTML text with its place."""
    for name in RICH.get(snapshot.kind, ()):
        yield name, snapshot.says[name]
    for n, block in enumerate(snapshot.blocks, 1):
        for name in RICH.get(block.type, ()):
            yield f"block-{n}", block.says[name]
    for n, question in enumerate(snapshot.faq, 1):
        yield f"faq-{n}", question.answer


def lines(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """What is plain text, each with its place: titles, headings, captions of tables, questions, reports."""
    for name in ("title", "standfirst", "description"):
        yield name, getattr(snapshot, name)
    for n, block in enumerate(snapshot.blocks, 1):
        rich = RICH.get(block.type, ())
        yield from ((f"block-{n}", str(said)) for name, said in block.says.items() if name not in rich)
    for n, question in enumerate(snapshot.faq, 1):
        yield f"faq-{n}", question.question
    for name in PLAIN.get(snapshot.kind, ()):
        yield name, snapshot.says.get(name, "")
    for n, effect in enumerate(snapshot.says.get("effects", ()), 1):
        yield f"effect-{n}", effect["text"]
    for n, row in enumerate(snapshot.says.get("alkaloids", ()), 1):
        yield f"alkaloid-{n}", ". ".join(row[name] for name in ("compound", "unit", "method", "laboratory"))
    for n, row in enumerate(snapshot.says.get("amounts", ()), 1):
        yield f"amount-{n}", row["text"]


def words(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Everything that a page says, as plain words with their place."""
    yield from lines(snapshot)
    yield from ((place, plain(text)) for place, text in texts(snapshot))
