"""What a page says at one moment: plain data, detached from the database, for ever."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from articles.markup import cited

FORMAT = 2
FACTS = ("effects", "alkaloids", "amounts")  # of a strain: lists of rows, each with the keys of its `references`
NUMBER = r"^[0-9]{1,9}(\.[0-9]{1,9})?\Z"  # a measured value, kept as it is written
DISCLAIMER = "disclaimer"
ROOTS = {"article": "articles/", "strain": "strains/", "standing": ""}
RICH = {  # which fields hold HTML, by type of block and by kind of page
    "richtext": ("text",),
    "picturefigure": ("caption",),
    "callout": ("text",),
    "keypoints": ("text",),
    "steps": ("text",),
    "strain": ("cautions",),
}


class UnknownFormat(ValueError):
    """The snapshot was written by a newer version of this software."""


@dataclass(frozen=True)
class Block:
    """One block of a page: what it says itself, and the names of the records that its editor chose for it."""

    type: str
    says: dict[str, Any]
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    anchor: str
    question: str
    answer: str


@dataclass(frozen=True)
class Topic:
    """`key` stays when a topic is renamed, so that an old revision is still filed."""

    key: str
    slug: str
    name: str


@dataclass(frozen=True)
class Snapshot:
    """A page with all it shows. `records` holds what readers may see of each record; a chosen draft is not in it."""

    kind: str
    key: str
    slug: str
    title: str
    standfirst: str = ""
    description: str = ""
    picture: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    shows: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    blocks: tuple[Block, ...] = ()
    faq: tuple[Question, ...] = ()
    records: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where readers find it, without slashes at the ends: "articles/sleep"."""
        return ROOTS[self.kind] + self.slug

    @property
    def texts(self) -> list[str]:
        """All HTML on the page, in the order of its blocks."""
        own = [self.says[name] for name in RICH.get(self.kind, ())]
        blocks = [block.says[name] for block in self.blocks for name in RICH.get(block.type, ())]
        return [*own, *blocks, *(question.answer for question in self.faq)]

    @property
    def chosen(self) -> set[str]:
        """Names of all records that its editor chose or cited, those readers may not see yet too."""
        named = {self.picture, *self.shows, *(name for block in self.blocks for name in block.shows)} - {""}
        return named | {f"reference:{key}" for key in cited(*self.texts)} | {DISCLAIMER}

    @property
    def embedded(self) -> set[str]:
        """`chosen`, and the references on which the facts of its strains rest."""
        strains = [says for name, says in self.records.items() if name.startswith("strain:")]
        return self.chosen | {name for strain in strains for name in rested_on(strain)}

    def with_records(self, records: dict[str, dict[str, Any]]) -> Snapshot:
        """The same page showing `records`, those it has no use for left out."""
        fresh = replace(self, records=records)
        return replace(fresh, records={name: says for name, says in sorted(records.items()) if name in fresh.embedded})

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **json.loads(json.dumps(asdict(self)))}

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Snapshot:
        """What was written in an older format is raised to the present one; what is stored stays as it is."""
        said = dict(content)
        written_in = said.pop("format", None)
        if written_in not in (1, FORMAT):
            raise UnknownFormat(
                "This revision was written by a newer version of the site. Update the software to read it."
            )
        if written_in == 1 and said["kind"] == "strain":
            said["says"] = _raised(said["says"])
        said["topics"] = tuple(Topic(**topic) for topic in said["topics"])
        said["blocks"] = tuple(Block(block["type"], block["says"], tuple(block["shows"])) for block in said["blocks"])
        said["faq"] = tuple(Question(**question) for question in said["faq"])
        return cls(**{**said, "shows": tuple(said["shows"])})


def rested_on(strain: dict[str, Any]) -> list[str]:
    """Names of the references on which the facts of a strain rest, each once, in the order of its facts."""
    facts = [fact for name in FACTS for fact in strain.get(name, ())]
    return list(dict.fromkeys(f"reference:{key}" for fact in facts for key in fact["references"]))


def shown_by(strain: dict[str, Any]) -> tuple[str, ...]:
    """Names of the records that a strain's editor chose: its vein type and its sources."""
    return (*([strain["vein"]] if strain.get("vein") else []), *rested_on(strain))


def _raised(strain: dict[str, Any]) -> dict[str, Any]:
    """Format 1 knew neither direction nor day of an effect, and no measurements and amounts."""
    effects = [{"direction": "", "as_of": "", **effect} for effect in strain["effects"]]
    return {**strain, "effects": effects, "alkaloids": [], "amounts": []}


def digest(*parts: object) -> str:
    """SHA-256 over the canonical JSON of `parts` (keys sorted, UTF-8), as 64 hexadecimal digits."""
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
