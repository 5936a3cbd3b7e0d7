"""Two snapshots -> what changed: field by field, block by block, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import Any, TypeVar

from articles.retelling import amount, effect, measurement
from articles.snapshot import RICH, Block, Question, Snapshot
from articles.words import Kind, Piece, legible, pieces

Part = TypeVar("Part", Block, Question)
ALIKE = 0.4  # two parts of one type that share this much of their words are one part that was changed
WORDS = re.compile(r"\w+|[^\w\s]")
FIELDS = {"title": "Title", "slug": "Address", "standfirst": "Standfirst", "description": "Description"}
BLOCKS = {
    "richtext": "Text",
    "picturefigure": "Picture",
    "callout": "Callout",
    "keypoints": "Key points",
    "steps": "Numbered steps",
    "straintable": "Strain table",
    "faqlist": "Questions",
}
OWN = {
    "type": "Type",
    "colour": "Colour",
    "vein": "Vein type",
    "other_names": "Other names",
    "origin": "Claimed origin",
    "processing": "Processing",
    "cautions": "Cautions",
}
TOLD = {
    "effects": ("Reported effects and uses", effect),
    "alkaloids": ("Measured alkaloids", measurement),
    "amounts": ("Amounts, onset and duration", amount),
}
RECORDS = {
    "reference": "Reference",
    "picture": "Picture",
    "person": "Person",
    "strain": "Strain",
    "disclaimer": "Disclaimer",
}


@dataclass(frozen=True)
class Change:
    """One thing that both snapshots, or one of them, have. `before` and `after` are the parts themselves, where it is a
    block or a question; `pieces` are its words."""

    what: str
    kind: Kind
    pieces: tuple[Piece, ...]
    before: Any = None
    after: Any = None

    @property
    def is_change(self) -> bool:
        return self.kind != "same"


@dataclass(frozen=True)
class Comparison:
    """All of both snapshots, in the order of reading; what did not change is in it, so that it can be shown around."""

    fields: tuple[Change, ...]
    blocks: tuple[Change, ...]
    questions: tuple[Change, ...]
    records: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for part in self.parts for change in part if change.is_change)

    @property
    def parts(self) -> tuple[tuple[Change, ...], ...]:
        return self.fields, self.blocks, self.questions, self.records


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """What `after` says otherwise than `before`. Records are compared only where both embed them."""
    called = {name: _called(side, name) for side in (before, after) for name in side.records}
    words = partial(words_of, called=called)
    return Comparison(
        fields=tuple(_fields(before, after)),
        blocks=tuple(_parts(before.blocks, after.blocks, words=words, name=lambda b: BLOCKS[b.type])),
        questions=tuple(_parts(before.faq, after.faq, words=_asked, name=lambda q: "Question")),
        records=tuple(_records(before, after)),
    )


def words_of(block: Block, called: Mapping[str, str]) -> str:
    """What a block says, as a person would read it aloud: citations by their key, records by what they are `called`."""
    rich = RICH.get(block.type, ())
    own = sorted(block.says.items())  # a database may give them back in another order
    said = [legible(value) if name in rich else str(value) for name, value in own]
    return "\n".join(word for word in (*said, *(called.get(name, name) for name in block.shows)) if word)


def _fields(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    for name, what in FIELDS.items():
        yield _told(what, str(getattr(before, name)), str(getattr(after, name)))
    yield _chosen("Picture", before, after, lambda side: [side.picture])
    yield _told("Topics", *(", ".join(topic.name for topic in side.topics) for side in (before, after)))
    yield _chosen("Authors", before, after, lambda side: [n for n in side.shows if n.startswith("person:")])
    for name, what in OWN.items():
        yield _own(name, what, before, after)
    for name, (what, words) in TOLD.items():
        yield _told(what, *("\n".join(map(words, side.says.get(name, ()))) for side in (before, after)))


def _own(name: str, what: str, before: Snapshot, after: Snapshot) -> Change:
    if name == "vein":
        return _chosen(what, before, after, lambda side: [side.says.get(name, "")])
    sides = [str(side.says.get(name, "")) for side in (before, after)]
    return _told(what, *map(legible, sides)) if name in RICH.get(after.kind, ()) else _told(what, *sides)


def _chosen(what: str, before: Snapshot, after: Snapshot, names: Callable[[Snapshot], list[str]]) -> Change:
    """Records by what they are called; by their names where two that differ are called alike."""
    told = [", ".join(_called(side, name) for name in names(side)) for side in (before, after)]
    keys = [", ".join(names(side)) for side in (before, after)]
    return _told(what, *(keys if told[0] == told[1] else told))


def _called(snapshot: Snapshot, name: str) -> str:
    """A record by the words that people know it by."""
    record = snapshot.records.get(name, {})
    return record.get("name") or record.get("title") or record.get("alt") or name


def _told(what: str, before: str, after: str) -> Change:
    if before == after:
        return Change(what, "same", (Piece("same", after),) if after else ())
    kind: Kind = "changed" if before and after else "added" if after else "removed"
    return Change(what, kind, pieces(before, after), before, after)


def _records(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    for name in sorted(before.records.keys() & after.records.keys()):
        if before.records[name] != after.records[name]:
            kind, _, key = name.partition(":")
            sides = (_flat(before.records[name]), _flat(after.records[name]))
            yield Change(f"{RECORDS[kind]} {key}".strip(), "changed", pieces(*sides))


def _flat(says: Any) -> str:
    """The values of a record, one a line, in an order that no database changes; the files of a picture are no words."""
    if isinstance(says, dict):
        told = {name: value for name, value in sorted(says.items()) if value not in ("", [], None)}
        return "\n".join(f"{name}: {_flat(value)}" for name, value in told.items() if name != "renditions")
    return ", ".join(map(_flat, says)) if isinstance(says, list) else str(says)


def _asked(question: Question) -> str:
    return f"{question.question}\n{legible(question.answer)}"


def _parts(
    before: Sequence[Part], after: Sequence[Part], *, words: Callable[[Part], str], name: Callable[[Part], str]
) -> Iterator[Change]:
    """Equal parts hold the rest in place; between them, parts that are alike are taken for one that was changed."""
    old, new = [words(part) for part in before], [words(part) for part in after]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs: Iterable[tuple[int | None, int | None]] = zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs = _matched(before, after, old, new, range(i1, i2), range(j1, j2))
        for i, j in pairs:
            yield _part(None if i is None else before[i], None if j is None else after[j], words, name)


def _part(before: Part | None, after: Part | None, words: Callable[[Part], str], name: Callable[[Part], str]) -> Change:
    sides = [words(side) if side else "" for side in (before, after)]
    what = name(after or before)  # type: ignore[arg-type] # one of them is there
    if before and after:
        kind: Kind = "same" if before == after else "changed"
    else:
        kind = "added" if after else "removed"
    return Change(what, kind, pieces(*sides), before, after)


def _matched(
    before: Sequence[Part], after: Sequence[Part], old: list[str], new: list[str], left: range, right: range
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs in the order of reading, greedily: each new part takes the next old one that is alike."""
    at = left.start
    for j in right:
        i = next((i for i in range(at, left.stop) if _are_alike(before[i], after[j], old[i], new[j])), None)
        if i is not None:
            yield from ((skipped, None) for skipped in range(at, i))
            at = i + 1
        yield i, j
    yield from ((i, None) for i in range(at, left.stop))


def _are_alike(before: Part, after: Part, old: str, new: str) -> bool:
    if isinstance(before, Block) and isinstance(after, Block) and before.type != after.type:
        return False
    if isinstance(before, Question) and isinstance(after, Question) and before.anchor == after.anchor:
        return True
    matcher = SequenceMatcher(None, WORDS.findall(old), WORDS.findall(new))
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
