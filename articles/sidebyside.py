"""Strains beside one another, row by row: what is the same for all is said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.citations import short
from articles.labels import AMOUNTS, DIRECTION
from articles.markup import Anchors, draw
from articles.models.publication import Publication
from articles.snapshot import Snapshot

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Row:
    """`cells` bear what each strain says, as HTML; a row that is the same for all has one."""

    title: str
    cells: list[SafeString]

    @property
    def is_same(self) -> bool:
        return len(self.cells) == 1


def side_by_side(strains: Sequence[Publication]) -> list[Row]:
    """Rows in which at least one of them says something."""
    said = [strain.revision.snapshot for strain in strains]
    rows = []
    for title, cell in CELLS.items():
        cells = [cell(snapshot) for snapshot in said]
        if any(cells):
            rows.append(Row(title, cells[:1] if len(set(cells)) == 1 else cells))
    return rows


def _words(name: str) -> Callable[[Snapshot], SafeString]:
    def cell(snapshot: Snapshot) -> SafeString:
        return _cell("words", {"words": snapshot.says[name]}) if snapshot.says[name] else SafeString()

    return cell


def _vein(snapshot: Snapshot) -> SafeString:
    return _cell("vein", {"colour": snapshot.says["colour"]}) if snapshot.says["colour"] else SafeString()


def _standfirst(snapshot: Snapshot) -> SafeString:
    return _cell("words", {"words": snapshot.standfirst}) if snapshot.standfirst else SafeString()


def _facts(aspect: str) -> Callable[[Snapshot], SafeString]:
    def cell(snapshot: Snapshot) -> SafeString:
        told = [fact for fact in snapshot.says["effects"] if fact["aspect"] == aspect]
        facts = [fact | {"word": DIRECTION.get(fact["direction"], "").lower()} for fact in told]
        return _cell("facts", {"facts": facts}) if facts else SafeString()

    return cell


def _sourced(name: str) -> Callable[[Snapshot], SafeString]:
    """Measurements, or amounts: each with its own source, never drawn together."""

    def cell(snapshot: Snapshot) -> SafeString:
        rows = [
            each | {"sources": _sources(snapshot, each["references"]), "word": AMOUNTS.get(each.get("what", ""), "")}
            for each in snapshot.says[name]
        ]
        return _cell(name, {"rows": rows}) if rows else SafeString()

    return cell


def _sources(snapshot: Snapshot, keys: Sequence[str]) -> list[dict[str, Any]]:
    records = {key: snapshot.records.get(f"reference:{key}") for key in keys}
    return [{"key": key, "short": short(record)} for key, record in records.items() if record]


def _cautions(snapshot: Snapshot) -> SafeString:
    """As on the profile, without the numbers of sources that stand there."""
    if not snapshot.says["cautions"]:
        return SafeString()
    drawn = draw(snapshot.says["cautions"], anchors=Anchors(), cite=lambda keys: SafeString())
    return mark_safe(drawn.html)  # clean since it was frozen


def _cell(name: str, context: dict[str, Any]) -> SafeString:
    return mark_safe(render_to_string(f"articles/compared/{name}.html", context).strip())


CELLS: dict[str, Callable[[Snapshot], SafeString]] = {
    "Vein": _vein,
    "Also sold as": _words("other_names"),
    "Said to come from": _words("origin"),
    "Processing": _words("processing"),
    "In plain words": _standfirst,
    "Reported effects": _facts("effect"),
    "Reported for": _facts("use"),
    "Amounts and onset, per source": _sourced("amounts"),
    "Measured": _sourced("alkaloids"),
    "Cautions": _cautions,
}
