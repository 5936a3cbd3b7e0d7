"""What is said rests on something: citations, references, the basis of a report."""

from __future__ import annotations

from collections.abc import Iterator

from articles.gate.finding import Finding, Links, texts, warning
from articles.markup import cited
from articles.snapshot import Snapshot


def citations_resolve(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for place, text in texts(snapshot):
        for key in cited(text):
            if f"reference:{key}" not in snapshot.records:
                yield Finding(
                    "citation", place, f"The citation “{key}” leads to no reference. Pick one from the library."
                )


def an_article_has_sources(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    if snapshot.kind == "article" and not cited(*snapshot.texts):
        yield warning("sources", "title", "The article cites no source. Say what it rests on.")


def effects_have_basis(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for n, effect in enumerate(snapshot.says.get("effects", ()), 1):
        if not effect["text"].strip():
            yield Finding("effect", f"effect-{n}", "An effect or use is empty. Write it or remove it.")
        if not effect["basis"]:
            yield Finding("basis", f"effect-{n}", f"“{effect['text']}” has no basis. Say what the report rests on.")
        for key in effect["references"]:
            if f"reference:{key}" not in snapshot.records:
                yield Finding("citation", f"effect-{n}", f"The citation “{key}” leads to no reference.")
