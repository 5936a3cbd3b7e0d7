"""What the templates of a component are given, for each of its states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict
from django.utils.safestring import mark_safe

from articles.alphabet import Line, letters
from articles.citations import entry
from articles.explorer import explored
from articles.facets import VEINS, Profile
from articles.models.reference import Reference
from articles.models.site import SiteSettings
from articles.models.topic import Topic
from articles.paging import paged
from articles.search.results import Result
from articles.search.views import Choice
from articles.snapshot import Block, Snapshot
from articles.styleguide.specimens import (
    CHANGED,
    HASH,
    SHOWN,
    SOURCE,
    picture,
    published,
    snapshot,
    strain,
    whole,
)

Context = dict[str, Any]
Given = Callable[[], Context]
PATH = "articles/specimen"
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class State:
    """One state of a component: the template that draws it, and what it is given when the guide is asked for."""

    name: str
    template: str
    given: Given = dict


@dataclass(frozen=True)
class Component:
    """`parts` are its files in css/src/."""

    name: str
    parts: str
    states: tuple[State, ...]


def site(**facts: Any) -> Given:
    """The frame of a site with these settings."""
    return lambda: {"site": SiteSettings(**facts)}


def blocks(*given: Block, **facts: Any) -> Given:
    """These blocks as a page draws them."""
    return lambda: {"html": published(snapshot(*given, **facts)).html}


def call(urgency: str, heading: str) -> Block:
    return Block("callout", {"urgency": urgency, "heading": heading, "text": "<p>What to know, or what to do.</p>"})


def page(said: Callable[[], Snapshot], **facts: Any) -> Given:
    """A whole page, and parts that show what is known of one."""

    def given() -> Context:
        publication = published(said(), **facts)
        others = [published(snapshot(), revision_id=None)] * 3
        return {"publication": publication, "card": publication.card, "label": "About this page", "related": others}

    return given


def home() -> Context:
    latest = [published(snapshot())] * 3
    return {"lead": published(whole()), "latest": latest, **strains(), **topics()}


def entries(count: int, **words: Any) -> Given:
    return lambda: {**paged([published(whole(**words))] * count, 1), **topics()}


def pages(number: int, count: int) -> Given:
    return lambda: {"base": "/articles/", **paged(range(count), number)}


def strains(query: str = "") -> Context:
    live = [*(published(strain("vein", colour)) for colour in VEINS), published(strain())]
    profiles = [Profile.of(each.path, each.title, each.card, SHOWN) for each in live]
    return {"veins": live[:-1], **explored(profiles, QueryDict(query))}


def searched(typed: str, *titles: str, meant: str = "") -> Given:
    """What a search for `typed` found, by title."""
    results = [
        Result("article", "Article", "/", mark_safe(title), mark_safe("Some report <mark>this</mark>."), "Pain", None)
        for title in titles
    ]
    tally = SimpleNamespace(total=len(titles), everywhere=len(titles))
    found = SimpleNamespace(query=SimpleNamespace(typed=typed, asked=True), tally=tally, results=results)
    kinds = [Choice("Articles", "/", len(titles), is_chosen=True), Choice("Sources", "/", 12, is_chosen=False)]
    guess = SimpleNamespace(typed=meant, address="/") if meant else None
    return lambda: {"found": found, "number": 1, "last": 1, "kinds": kinds, "topics": [], "meant": guess}


def topics(*names: str) -> Context:
    rows = [Topic(name=name, slug="specimen") for name in names or ("Pain", "Safety", "Dependence and withdrawal")]
    for row in rows:
        row.pages = len(row.name)
    return {"topics": rows}


def a_to_z() -> Context:
    lines = [Line("Pain", "/", pages=12), Line("Red vein", "/", note="strain"), Line("7-OH", "/", note="see Red vein")]
    return {"letters": letters(lines)}


def sources() -> Context:
    return {**paged([SOURCE], 1), "sources": [entry(Reference(**SOURCE).says())]}


def past(**facts: Any) -> Given:
    """A version of a page that readers were shown once."""
    shown = {"before_from": SHOWN, "shown_from": SHOWN, "shown_until": CHANGED, "why_ended": "", "later": 2}
    showing = SimpleNamespace(**(shown | facts))
    revision = SimpleNamespace(pin=HASH[:12], snapshot=snapshot())
    entry = SimpleNamespace(showing=showing, word="Changed", why="A source was added.", review=None, gap=None)
    showing.revision, entry.before = revision, showing
    known = {"showing": showing, "revision": revision, "before": revision, "path": PATH, "entry": entry}
    page = SimpleNamespace(path=PATH)
    return lambda: (
        known | {"told": told(), "is_intact": True, "day": SHOWN.date(), "version": page, "publication": page}
    )


def told() -> list[SimpleNamespace]:
    said = (("Kratom ", SAME), ("may help", REMOVED), ("is reported to help", ADDED), (" with sleep.", SAME))
    pieces = [SimpleNamespace(text=words, kind=kind) for words, kind in said]
    passage = SimpleNamespace(heading="What is known", lines=[SimpleNamespace(pieces=pieces)])
    return [SimpleNamespace(what="Text", kind="changed", passages=[passage], note="")]


def plate() -> Context:
    return {"picture": picture(), "sizes": "34rem"}


def portrait() -> Context:
    return {"picture": picture(), "sizes": "15rem"}


def mistyped() -> Context:
    errors = {"email": ["This is no e-mail address."]}
    form = SimpleNamespace(data={"email": "reader@"}, errors=errors, email=SimpleNamespace(errors=errors["email"]))
    return {"form": form}


def letter() -> Context:
    """The parts of a letter, as the archive shows them."""
    words = {"kind": "text", "html": mark_safe("<h2>What is new</h2><p>And what it rests on.</p>")}
    told = {"kind": "article", "kicker": "New", "url": f"/{PATH}/", "title": "A page", "text": "What it is about."}
    return {"parts": [words, told, told], "disclaimer": "This letter informs."}
