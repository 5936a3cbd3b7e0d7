"""What is said rests on something: citations, references, the basis of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from articles.gate.finding import Finding, Links, texts, warning
from articles.markup import cited
from articles.snapshot import FACTS, Snapshot
from articles.snapshot import NUMBER as MEASURED

NUMBER = re.compile(MEASURED)
Row = dict[str, Any]


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
    for place, row in _rows(snapshot, "effects"):
        if not row["text"].strip():
            yield Finding("effect", place, "An effect or use is empty. Write it or remove it.")
        if not row["basis"]:
            yield Finding("basis", place, f"“{row['text']}” has no basis. Say what the report rests on.")
        if row.get("aspect") == "effect" and not row.get("direction"):
            words = f"“{row['text']}” has no direction. Say whether it is reported to increase or to decrease."
            yield warning("direction", place, words)


def measurements_are_whole(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for place, row in _rows(snapshot, "alkaloids"):
        named = f"“{row['compound']}”" if row["compound"].strip() else "A measurement"
        lacking = [name for name in ("compound", "value", "unit") if not row[name].strip()]
        if lacking:
            yield Finding(
                "measurement", place, f"{named} has no {' and no '.join(lacking)}. Write it or remove the row."
            )
        if row["value"].strip() and not NUMBER.fullmatch(row["value"]):
            yield Finding("measurement", place, f"“{row['value']}” is no number. Write one such as 12.40.")
        if not row["references"] and not row["laboratory"].strip():
            words = f"{named} names neither a source nor a laboratory. Say who measured it."
            yield Finding("measurement source", place, words)
        if not row["method"].strip() or not row["date"]:
            yield warning("measurement", place, f"{named} does not say how or when it was measured.")


def amounts_name_their_source(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for place, row in _rows(snapshot, "amounts"):
        if not row["text"].strip():
            yield Finding("amount", place, "An amount, onset or duration is empty. Write it or remove it.")
        if not row["basis"]:
            yield Finding("basis", place, f"“{row['text']}” has no basis. Say what the figure rests on.")
        if not row["references"]:
            yield Finding("amount source", place, f"“{row['text']}” names no source. Choose the one that says it.")


def sources_of_facts_resolve(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    for name in FACTS:
        for place, row in _rows(snapshot, name):
            for key in row["references"]:
                if f"reference:{key}" not in snapshot.records:
                    yield Finding("citation", place, f"The citation “{key}” leads to no reference.")


def a_strain_belongs_to_a_vein_type(snapshot: Snapshot, _: Links) -> Iterator[Finding]:
    named = snapshot.says.get("vein", "")
    if named and snapshot.says["type"] == "vein":
        yield Finding("vein", "vein", "A vein type belongs to no other. Empty its vein, or make it a named strain.")
    vein = snapshot.records.get(named, {})
    if vein and vein["type"] != "vein":
        yield Finding("vein", "vein", f"“{vein['title']}” is no vein type. Choose a vein type or none.")
    if vein and vein["colour"] != snapshot.says["colour"]:
        yield warning("vein", "vein", f"The colour is not that of “{vein['title']}”. Make them agree.")


def _rows(snapshot: Snapshot, name: str) -> Iterator[tuple[str, Row]]:
    """Each fact of a strain with its place: "alkaloid-2"."""
    for n, row in enumerate(snapshot.says.get(name, ()), 1):
        yield f"{name.removesuffix('s')}-{n}", row
