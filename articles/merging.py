"""Two texts of one page, written at the same time: who changed what, and one text made of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any, Literal

from articles.comparison import FIELDS, OWN, Change, Comparison, compare
from articles.moves import moved
from articles.snapshot import FACTS, Block, Question, Snapshot, digest, shown_by

Side = Literal["theirs", "mine"]
Who = Literal["", "them", "me", "both"]
NAMES = (*FIELDS, "picture", "topics", "authors", *OWN, *FACTS)  # of what `Comparison.fields` tells, in its order


@dataclass(frozen=True)
class Choice:
    """One change from theirs ("before") to mine ("after"); `by` says who made it, as far as that is known. A part that
    moved is met at both its places, under one key: `here` is what stands at this one."""

    change: Change
    here: Change
    key: str = ""
    by: Who = ""
    side: Side = "mine"
    is_told: bool = False

    @property
    def is_moved(self) -> bool:
        return self.here.kind != self.change.kind

    @property
    def kept(self) -> Any:
        """The block or question that stays here, or nothing."""
        return self.here.before if self.side == "theirs" else self.here.after

    @property
    def theirs(self) -> Change:
        return replace(self.change, pieces=tuple(piece for piece in self.change.pieces if piece.kind != "added"))

    @property
    def mine(self) -> Change:
        return replace(self.change, pieces=tuple(piece for piece in self.change.pieces if piece.kind != "removed"))


@dataclass(frozen=True)
class Merging:
    """`base` are the marks of the text that both began with, where it is known; `chosen` says whose side stays, by the
    key of a choice. Where nothing was chosen, what only one person changed stays as they left it, and mine where both
    did. What they have and I do not is taken out only if I took it out, or chose so."""

    theirs: Snapshot
    mine: Snapshot
    base: tuple[str, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def comparison(self) -> Comparison:
        return compare(self.theirs, self.mine)

    @cached_property
    def fields(self) -> list[Choice]:
        theirs, mine = values(self.theirs), values(self.mine)
        told = zip(NAMES, self.comparison.fields, strict=True)
        return [self._field(name, change, theirs.get(name, ""), mine.get(name, "")) for name, change in told]

    @cached_property
    def blocks(self) -> list[Choice]:
        return self._parts(self.comparison.blocks)

    @cached_property
    def questions(self) -> list[Choice]:
        return self._parts(self.comparison.questions)

    @property
    def choices(self) -> list[Choice]:
        every = chain(self.fields, self.blocks, self.questions)
        return [choice for choice in every if choice.here.is_change and not choice.is_told]

    @property
    def merged(self) -> Snapshot:
        sides = {"theirs": values(self.theirs), "mine": values(self.mine)}
        told = zip(NAMES, self.fields, strict=True)
        kept = {name: sides[choice.side].get(name, "") for name, choice in told}
        own = {name: kept[name] for name in self.mine.says}
        known = {topic.key: topic for topic in (*self.theirs.topics, *self.mine.topics)}
        merged = replace(
            self.mine,
            **{name: kept[name] for name in (*FIELDS, "picture")},
            topics=tuple(known[key] for key in kept["topics"]),
            says=own,
            shows=(*kept["authors"], *shown_by(own)),
            blocks=tuple(choice.kept for choice in self.blocks if choice.kept),
            faq=_linked_once([choice.kept for choice in self.questions if choice.kept]),
        )
        return merged.with_records({**self.theirs.records, **self.mine.records})

    def _field(self, name: str, change: Change, theirs: Any, mine: Any) -> Choice:
        """What differs in its markup alone, or in which of two records of one name it is, differs too."""
        if theirs == mine:
            same = replace(change, kind="same")
            return Choice(same, same)
        by = self._who(mark(name, theirs), mark(name, mine))
        told = change if change.is_change else replace(change, kind="changed")
        return self._choice(told, told, mark(name, theirs, mine), by)

    def _parts(self, changes: tuple[Change, ...]) -> list[Choice]:
        pairs = dict(moved(changes))
        choices: list[Choice] = []
        for place, change in enumerate(changes):
            choice = self._part(pairs.get(place, change), change)
            is_told = bool(choice.key) and choice.key in {told.key for told in choices}
            choices.append(replace(choice, is_told=is_told))
        return choices

    def _part(self, change: Change, here: Change) -> Choice:
        if not here.is_change:
            return Choice(change, here)
        if not (change.before and change.after):
            key = mark(change.before or change.after)
            return self._choice(change, here, key, self._who_has(change.kind, key))
        theirs, mine = mark(change.before), mark(change.after)
        by = self._who_moved() if theirs == mine else self._who(theirs, mine)
        return self._choice(change, here, mark(change.before, change.after), by)

    def _choice(self, change: Change, here: Change, key: str, by: Who) -> Choice:
        is_part = isinstance(change.before, Block | Question)
        is_theirs = by == "them" or (not by and change.kind == "removed" and is_part)
        sides: dict[str | None, Side] = {"theirs": "theirs", "mine": "mine"}
        side = sides.get(self.chosen.get(key), "theirs" if is_theirs else "mine")
        return Choice(change, here, key, by, side)

    def _who(self, theirs: str, mine: str) -> Who:
        if not self.base:
            return ""
        return "them" if mine in self.base else "me" if theirs in self.base else "both"

    def _who_has(self, kind: str, key: str) -> Who:
        """What only one side has: the other took it out, or this one put it in."""
        if not self.base:
            return ""
        return "them" if (kind == "added") == (key in self.base) else "me"

    def _who_moved(self) -> Who:
        if not self.base:
            return ""
        mine = marks(self.mine)
        return "me" if [m for m in mine if m in self.base] != [m for m in self.base if m in mine] else "them"


def values(snapshot: Snapshot) -> dict[str, Any]:
    """What a page says besides its blocks and questions, by name."""
    columns = {name: getattr(snapshot, name) for name in (*FIELDS, "picture")}
    authors = [name for name in snapshot.shows if name.startswith("person:")]
    return columns | {"topics": [topic.key for topic in snapshot.topics], "authors": authors} | snapshot.says


def marks(snapshot: Snapshot) -> tuple[str, ...]:
    """A short mark for each thing that the page says, in its order: enough to see later who changed what."""
    fields = (mark(name, value) for name, value in values(snapshot).items())
    return (*fields, *map(mark, snapshot.blocks), *map(mark, snapshot.faq))


def mark(*parts: Any) -> str:
    return digest(*(asdict(part) if is_dataclass(part) else part for part in parts))[:12]


def _linked_once(questions: list[Question]) -> tuple[Question, ...]:
    """Where both sides of one question stay, the second gets a link of its own."""
    taken: set[str] = set()
    kept = []
    for question in questions:
        kept.append(replace(question, anchor="") if question.anchor in taken else question)
        taken.add(question.anchor)
    return tuple(kept)
