"""What came from elsewhere, beside what the library holds: which of it is new, known or broken, and what is taken."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Substr

from articles.citations.keys import suggested
from articles.importing.entry import Entry
from articles.models import Reference
from articles.models.reference import lines

NUMBERS = ("doi", "pmid", "pmcid")
SIGNS = re.compile(r"[\W_]+")
CHUNK = 500  # values of one question


@dataclass
class Arrival:
    """`state`: "new"; "likely", where the library holds this title of this year; "known", where it holds this number;
    "twice", where an earlier line says the same; "broken", for which `problem` is the reason."""

    entry: Entry
    state: str = "new"
    problem: str = ""
    notes: list[str] = field(default_factory=list)
    reference: Reference = field(default_factory=Reference)
    known: Reference | None = None
    earlier: int = 0  # the line
    key: str = ""
    wrong: str = ""  # with the key that was typed
    is_taken: bool = False

    @property
    def line(self) -> int:
        return self.entry.line

    @property
    def may_be_taken(self) -> bool:
        return self.state in ("new", "likely")

    @property
    def token(self) -> str:
        """Names it in a form by what it says, so that a tick can belong to nothing else."""
        said = json.dumps(self.entry.fields, sort_keys=True).encode()
        return hashlib.sha256(said).hexdigest()[:20]

    @property
    def people(self) -> str:
        names = [name.strip("{}") for name in (self.reference.authors or self.reference.editors).splitlines()]
        return ", ".join([*names[:3], "et al"] if len(names) > 4 else names)

    @property
    def facts(self) -> list[str]:
        """What tells it from another with this title."""
        said = self.reference
        numbers = [f"doi:{said.doi}" if said.doi else "", f"PubMed {said.pmid}" if said.pmid else ""]
        return [fact for fact in (self.people, said.container, said.issued, *numbers) if fact]


def sorted_out(entries: Iterable[Entry]) -> list[Arrival]:
    """In the order in which they came. Six questions for each five hundred, however much the library holds."""
    arrivals = [built(entry) for entry in entries]
    sound = [arrival for arrival in arrivals if not arrival.problem]
    mark_known(sound)
    mark_likely([arrival for arrival in sound if arrival.state == "new"])
    mark_twice(sound)
    suggest_keys([arrival for arrival in sound if arrival.may_be_taken])
    return arrivals


def built(entry: Entry) -> Arrival:
    """With a reference that is not saved. What does not fit into a field is left out with a word; a title must fit."""
    if entry.problem:
        return Arrival(entry, state="broken", problem=entry.problem)
    arrival = Arrival(entry, reference=Reference(**entry.fields), notes=list(entry.notes))
    for name, told in faults(arrival.reference, exclude=["key"]).items():
        label = Reference._meta.get_field(name).verbose_name
        if name == "title":
            return Arrival(entry, state="broken", problem=f"Its title does not fit: {told}")
        setattr(arrival.reference, name, Reference._meta.get_field(name).get_default())
        arrival.notes.append(f"The {label} was left out: {told}")
    return arrival


def faults(reference: Reference, *, exclude: list[str]) -> dict[str, str]:
    try:
        reference.clean_fields(exclude=exclude)
    except ValidationError as error:
        return {name: " ".join(told) for name, told in error.message_dict.items()}
    return {}


def mark_known(arrivals: list[Arrival]) -> None:
    held: dict[tuple[str, str], Reference] = {}
    for name in (*NUMBERS, "isbn"):
        said = sorted({value for arrival in arrivals if (value := identity(arrival.reference, name))})
        for start in range(0, len(said), CHUNK):
            only = Q(type="book") if name == "isbn" else Q()
            found = Reference.objects.filter(only, **{f"{name}__in": said[start : start + CHUNK]})
            held |= {(name, getattr(each, name)): each for each in found.select_related("merged_into")}
    for arrival in arrivals:
        numbers = ((name, identity(arrival.reference, name)) for name in (*NUMBERS, "isbn"))
        known = next((held[number] for number in numbers if number in held), None)
        if known:
            arrival.state, arrival.known = "known", known.merged_into or known


def mark_likely(arrivals: list[Arrival]) -> None:
    years = {arrival.reference.year for arrival in arrivals}
    held = Reference.objects.filter(merged_into=None).annotate(in_year=Substr("issued", 1, 4))
    titles = held.filter(in_year__in=years).only("key", "title", "issued") if years else held.none()
    found = {work(each): each for each in titles.iterator(chunk_size=CHUNK)}
    for arrival in arrivals:
        if known := found.get(work(arrival.reference)):
            arrival.state, arrival.known = "likely", known


def mark_twice(arrivals: list[Arrival]) -> None:
    """By a number, or by the title and the year where one of the two has no number that contradicts."""
    told: dict[Any, int] = {}
    for arrival in arrivals:
        reference = arrival.reference
        numbers = [(name, identity(reference, name)) for name in (*NUMBERS, "isbn") if identity(reference, name)]
        names = numbers or [work(reference)]
        earlier = next((told[name] for name in names if name in told), 0)
        if earlier and arrival.may_be_taken:
            arrival.state, arrival.earlier = "twice", earlier
        told |= {name: arrival.line for name in [*numbers, work(reference)] if name not in told}


def identity(reference: Reference, name: str) -> str:
    """A number that no two references may share: an ISBN is one for whole books alone."""
    value = getattr(reference, name) or ""
    return value if name != "isbn" or reference.type == "book" else ""


def work(reference: Reference) -> tuple[str, str]:
    """What its title and year come to, whatever signs and capitals stand in it."""
    return SIGNS.sub("", reference.title.casefold()), reference.year


def suggest_keys(arrivals: list[Arrival]) -> None:
    taken = set(Reference.objects.values_list("key", flat=True)) if arrivals else set()
    for arrival in arrivals:
        said = arrival.reference
        names = lines(said.authors) or lines(said.editors)
        arrival.key = suggested(names, said.title, said.issued, is_taken=taken.__contains__)
        taken.add(arrival.key)


def take_in(arrivals: list[Arrival]) -> list[Reference]:
    """Those that are ticked, under the keys that are typed, all or none: none where a key is `wrong`. Belongs into a
    transaction; raises IntegrityError where somebody else was faster."""
    chosen = [arrival for arrival in arrivals if arrival.may_be_taken and arrival.is_taken]
    held = set(Reference.objects.filter(key__in=[arrival.key for arrival in chosen]).values_list("key", flat=True))
    for arrival in chosen:
        arrival.reference.key = arrival.key
        arrival.wrong = faults(arrival.reference, exclude=[]).get("key", "")
        if arrival.key in held:
            arrival.wrong = "This key is taken. Add a letter, as in clauw2014b."
        held.add(arrival.key)
    if any(arrival.wrong for arrival in chosen):
        return []
    return Reference.objects.bulk_create([arrival.reference for arrival in chosen], batch_size=CHUNK)
