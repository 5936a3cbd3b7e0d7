"""What changed between two revisions, told to readers: only what they could see, and only what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from articles.citations import short, whole
from articles.comparison import RECORDS, Change, compare
from articles.lines import Line, lines_of
from articles.markup import headings
from articles.moves import moved
from articles.retelling import effect
from articles.snapshot import RICH, Block, Question, Snapshot
from articles.words import pieces

AROUND = 1  # unchanged lines that are shown on either side
CALLED = {"Description": "Summary for search results"}
FIELDS = {  # what readers see of a record, by the name it has in a snapshot
    "title": "Title",
    "name": "Name",
    "cited_as": "Name in citations",
    "role": "Role",
    "credentials": "Credentials",
    "authors": "Authors",
    "editors": "Editors",
    "container": "Journal, book or site",
    "publisher": "Publisher",
    "place": "Place of publication",
    "edition": "Edition",
    "issued": "Date",
    "volume": "Volume",
    "issue": "Issue",
    "pages": "Pages",
    "doi": "DOI",
    "pmid": "PubMed",
    "pmcid": "PubMed Central",
    "isbn": "ISBN",
    "url": "Address",
    "accessed": "Accessed",
    "free_url": "Free to read at",
    "archived_url": "Archived copy at",
    "design": "Design",
    "species": "Studied",
    "n": "Number studied",
    "funding": "Paid for by",
    "finding": "Finding",
    "alt": "What it shows",
    "credit": "Credit",
    "licence": "Licence",
    "effects": "Reported effects and uses",
    "caution": "Cautions",
    "text": "Text",
}
NAME = re.compile(r"\b(?:picture|person|strain|reference):[\w-]+")  # what snapshots know a record by; readers do not
NO_WORD = "No word changed here: a link, a heading or the emphasis did."
NOT_SAID = "What changed in it is not said in words."
MOVED = "It stands in another place now. No word of it changed."
ANOTHER = "Another one was chosen."


@dataclass(frozen=True)
class Passage:
    """Lines that stand together, and the heading that they stand under."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Told:
    """One thing that is new, gone, moved or changed; `note` says how where no words do."""

    what: str
    kind: str
    passages: tuple[Passage, ...]
    note: str = ""


def told(before: Snapshot, after: Snapshot) -> list[Told]:
    """In the order of reading; the records that the page shows come last."""
    before, after = as_seen(before), as_seen(after)
    comparison = compare(before, after)
    fields = [_field(change) for change in comparison.fields if change.is_change]
    questions = [_question(change) for change in comparison.questions if change.is_change]
    return [*fields, *_blocks(comparison.blocks), *questions, *_records(before, after)]


def as_seen(snapshot: Snapshot) -> Snapshot:
    """Without the names of what its editor chose but readers could not see yet."""
    seen = snapshot.records.keys()
    blocks = (replace(block, shows=tuple(name for name in block.shows if name in seen)) for block in snapshot.blocks)
    vein = snapshot.says.get("vein", "")
    return replace(
        snapshot,
        blocks=tuple(blocks),
        shows=tuple(name for name in snapshot.shows if name in seen),
        picture=snapshot.picture if snapshot.picture in seen else "",
        says=snapshot.says | ({"vein": ""} if vein and vein not in seen else {}),
    )


def _field(change: Change) -> Told:
    what = CALLED.get(change.what, change.what)
    if any(NAME.search(str(side)) for side in (change.before, change.after)):
        return Told(what, change.kind, (), ANOTHER)
    return Told(what, change.kind, _passages(lines_of(change.pieces)))


def _question(change: Change) -> Told:
    asked = change.after or change.before
    return _of_words(change, lines_of(change.pieces), under="", own={asked.question})


def _blocks(changes: Sequence[Change]) -> Iterator[Told]:
    """Each under the heading that it stands under; what was moved is told once, where it stands now."""
    places, under = dict(moved(tuple(changes))), ""
    for place, change in enumerate(changes):
        own = _headings(change.after or change.before)
        if place in places and change.after:
            lines = lines_of(places[place].pieces)
            yield replace(_of_words(change, lines, under=under, own=set(own), note=MOVED), kind="moved")
        elif change.is_change and place not in places:
            yield _of_words(change, lines_of(change.pieces), under=under, own=set(own))
        under = own[-1] if own and change.after else under


def _of_words(change: Change, lines: list[Line], *, under: str, own: Set[str], note: str = NO_WORD) -> Told:
    passages = _passages(lines, under=under, own=own)
    return Told(change.what, change.kind, passages, "" if passages else note)


def _headings(part: Block | Question) -> list[str]:
    if isinstance(part, Question):
        return []
    named = [part.says["heading"]] if part.says.get("heading") else []
    return named + [words for name in RICH.get(part.type, ()) for _, words in headings(part.says[name])]


def _passages(lines: list[Line], *, under: str = "", own: Set[str] = frozenset()) -> tuple[Passage, ...]:
    """The changed lines with those around them; a heading that did not change stands above them, once."""
    changed = [place for place, line in enumerate(lines) if line.is_change]
    kept = {near for place in changed for near in range(place - AROUND, place + AROUND + 1)}
    above, found = under, []
    for is_kept, group in groupby(enumerate(lines), key=lambda numbered: numbered[0] in kept):
        heading, shown = above, list[Line]()
        for _, line in group:
            is_heading = not line.is_change and line.after.strip() in own
            above = line.after.strip() if is_heading else above
            heading = above if is_heading and not shown else heading
            shown += [] if is_heading and heading == above else [line]
        while shown and not shown[-1].is_change and shown[-1].after.strip() in own:
            shown.pop()  # it stands above what did not change
        found += [Passage(heading, tuple(shown))] if is_kept else []
    return tuple(found)


def _records(before: Snapshot, after: Snapshot) -> Iterator[Told]:
    """Those that both embed: what was chosen or left out stands where it was chosen."""
    for name in sorted(before.records.keys() & after.records.keys()):
        sides = before.records[name], after.records[name]
        if name.startswith("reference:"):  # an older snapshot lacks names, not words
            sides = whole(sides[0]), whole(sides[1])
        if sides[0] != sides[1]:
            words = [(label, *(_words(side.get(field)) for side in sides)) for field, label in FIELDS.items()]
            passages = [Passage(label, tuple(lines_of(pieces(old, new)))) for label, old, new in words if old != new]
            yield Told(_called(name, sides[1]), "changed", tuple(passages), "" if passages else NOT_SAID)


def _called(name: str, record: dict[str, Any]) -> str:
    kind = name.partition(":")[0]
    word = "Source" if kind == "reference" else RECORDS[kind]
    known = short(record) if kind == "reference" else record.get("name") or record.get("title") or record.get("alt")
    return f"{word}: {known}" if known else word


def _words(value: Any) -> str:
    if isinstance(value, list):
        told = (effect(each | {"references": []}) if isinstance(each, dict) else each for each in value)
        return ("\n" if value and isinstance(value[0], dict) else ", ").join(told)
    return str(value or "")
