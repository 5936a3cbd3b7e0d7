"""Which strains fit what a reader chose, and how many would fit each further choice: plain data, no database.

Within one list of choices any may fit, between lists all must. A basis is asked of the very report that was chosen:
"Pain" and "Trial" finds strains of which a trial reports it, not those with a trial of something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from django.utils.text import capfirst, slugify

from articles.labels import BASIS, COLOURS

ASPECTS = ("effect", "use")
OWN = ("colour", "type", "origin")
NAMES = ("colour", "type", "use", "effect", "basis", "origin")
MOST = 20  # values of one list that are heard
VALUE = re.compile(r"[\w-]{1,80}")
VEINS = {name: f"{word} vein" for name, word in COLOURS.items()}
TYPES = {"vein": "Vein type", "named": "Named strain"}
FIXED = {"colour": VEINS, "type": TYPES, "basis": BASIS}
BRACKETED = re.compile(r"\s*\(.*")

Chosen = Mapping[str, tuple[str, ...]]


class Query(Protocol):
    """What an address asked for, as a QueryDict tells it."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Report:
    """Something reported; `term` files it: its words before a bracket, as in "Pain (red products as a group)"."""

    aspect: str
    term: str
    words: str
    basis: str


@dataclass(frozen=True)
class Profile:
    """A live strain as the explorer knows it; `card` is that of its publication."""

    path: str
    title: str
    card: dict[str, Any]
    changed_at: datetime
    colour: str
    type: str
    origin: str
    reports: tuple[Report, ...]

    @classmethod
    def of(cls, path: str, title: str, card: dict[str, Any], changed_at: datetime) -> Profile:
        place = filed(card["origin"]) if card["type"] == "named" else ""  # a vein colour comes from nowhere
        own = {"colour": card["colour"], "type": card["type"], "origin": place}
        reports = tuple(
            Report(each["aspect"], filed(each["text"]), plain(each["text"]), each["basis"]) for each in card["effects"]
        )
        return cls(path, title, card, changed_at, **own, reports=reports)

    @property
    def slug(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Choice:
    """One tick: how many strains there would be with it, all else as it is."""

    name: str
    value: str
    words: str
    number: int
    is_chosen: bool


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    return capfirst(BRACKETED.sub("", words).strip())


@lru_cache(maxsize=4096)
def filed(words: str) -> str:
    return slugify(plain(words), allow_unicode=True)[:80]


def chosen_in(query: Query) -> Chosen:
    """What the address asks for. What can be no choice at all is not heard."""
    heard = {name: [value for value in query.getlist(name) if VALUE.fullmatch(value)] for name in NAMES}
    return {name: tuple(dict.fromkeys(values))[:MOST] for name, values in heard.items()}


def fits(profile: Profile, chosen: Chosen) -> bool:
    if any(chosen[name] and getattr(profile, name) not in chosen[name] for name in OWN):
        return False
    asked = [aspect for aspect in ASPECTS if chosen[aspect]]
    told = _told(profile, chosen)
    if asked:
        return all(any(r.aspect == aspect and r.term in chosen[aspect] for r in told) for aspect in asked)
    return bool(told) or not chosen["basis"]


def choices(profiles: Sequence[Profile], chosen: Chosen) -> dict[str, list[Choice]]:
    """Every list of choices with its true numbers. Their order is that of the whole set, so that no choice moves while
    others are made; one that an old address names and nobody has stands at the end with 0."""
    offered = {}
    for name in NAMES:
        words, numbers = known(profiles, name), counted(profiles, chosen, name)
        words |= {value: value.replace("-", " ").capitalize() for value in chosen[name] if value not in words}
        offered[name] = [Choice(name, v, text, numbers[v], v in chosen[name]) for v, text in words.items()]
    return offered


def known(profiles: Iterable[Profile], name: str) -> dict[str, str]:
    """Value -> words of all that some strain has: in the field's own order, or else the commonest first."""
    had: dict[str, str] = {}
    often: Counter[str] = Counter()
    for profile in profiles:
        values = _values(profile, name)
        often.update(values.keys())
        had = {**values, **had}
    if name in FIXED:
        return {value: words for value, words in FIXED[name].items() if value in had}
    return {value: had[value] for value in sorted(had, key=lambda value: (-often[value], had[value]))}


def counted(profiles: Iterable[Profile], chosen: Chosen, name: str) -> Counter[str]:
    """Value -> how many strains fit when it is chosen in this list, and in the others what is chosen."""
    others = {**chosen, name: ()}
    fitting = [profile for profile in profiles if fits(profile, others)]
    if name in OWN:
        return Counter(getattr(profile, name) for profile in fitting)
    if name == "basis":
        had = ((profile, basis) for profile in fitting for basis in {report.basis for report in profile.reports})
        return Counter(basis for profile, basis in had if fits(profile, {**others, name: (basis,)}))
    told = (_told(profile, chosen) for profile in fitting)
    return Counter(term for reports in told for term in {report.term for report in reports if report.aspect == name})


def _told(profile: Profile, chosen: Chosen) -> list[Report]:
    """Its reports on a basis that was chosen."""
    return [report for report in profile.reports if not chosen["basis"] or report.basis in chosen["basis"]]


def _values(profile: Profile, name: str) -> dict[str, str]:
    if name == "origin":
        return {profile.origin: plain(profile.card["origin"])} if profile.origin else {}
    if name in OWN:
        return {getattr(profile, name): ""}
    if name == "basis":
        return {report.basis: "" for report in profile.reports}
    return {report.term: report.words for report in profile.reports if report.aspect == name}
