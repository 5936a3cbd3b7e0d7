"""One page of what was found, ready for a template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from articles.models.entry import KINDS, Entry
from articles.models.topic import Topic
from articles.search.engine import by_index, engine
from articles.search.excerpt import excerpt, marked, pattern
from articles.search.finding import Narrowed, Tally, anywhere, in_title, ranked, tally
from articles.search.nearest import correction
from articles.search.query import Query, read

A_PAGE = 20
LAST_PAGE = 25  # who has not found it among five hundred types another word
PAGE = ("publication__path", "publication__reviewed", "publication__changed_at", "publication__card")
SUGGESTED = 7


@dataclass(frozen=True)
class Result:
    kind: str
    word: str
    address: str
    title: SafeString
    excerpt: SafeString
    topic: str
    page: Any


@dataclass
class Found:
    """`is_loose`: nothing holds all of the words, these hold some. `meant`: what may have been mistyped."""

    query: Query
    tally: Tally = field(default_factory=Tally)
    results: list[Result] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    meant: Query | None = None
    is_loose: bool = False
    has_all: bool = False


@by_index()
def find(typed: str, *, kind: str = "", topic: Topic | None = None, number: int = 1) -> Found:
    """The last word is the beginning of one where it finds nothing as it stands."""
    query = read(typed)
    found = Found(query)
    if not query.asked:
        return found
    narrowed = Narrowed(kind, topic.key if topic else "")
    for asked in (query, query.opened):
        found.query, found.tally = asked, tally(asked.asked, narrowed)
        if found.tally.everywhere:
            found.has_all = True
            break
    else:
        loosen(found, narrowed)
    most = number * A_PAGE
    pick = anywhere if found.is_loose else ranked
    best = pick(found.query.asked, narrowed, most=most)[most - A_PAGE :] if found.tally.total else []
    found.topics = topics_of(found.tally)
    found.results = shown(best, found)
    return found


def loosen(found: Found, narrowed: Narrowed) -> None:
    """Nothing holds all of it: what may have been meant, and what holds some of it."""
    plain = read(found.query.typed)
    found.query, found.meant = plain, correction(plain)
    if not found.meant and len(plain.asked) > 1:
        loose = tally(plain.loosened.asked, narrowed)
        if loose.everywhere:
            found.query, found.tally, found.is_loose = plain.loosened, loose, True


@by_index()
def suggest(typed: str) -> list[Entry]:
    """Live titles in which all of the words stand, the last of them perhaps not typed to its end."""
    query = read(typed)
    best = in_title(query.opened.asked, Narrowed(), SUGGESTED) if query.asked else []
    entries = Entry.objects.in_bulk(best)
    return [entries[pk] for pk in best if pk in entries]


def topics_of(tally: Tally) -> list[Topic]:
    """Those under which something was found, by name, each with its `found`."""
    topics = list(Topic.objects.filter(key__in=tally.topics).order_by("name")) if tally.topics else []
    for topic in topics:
        topic.found = tally.topics[topic.key]
    return topics


def shown(best: list[int], found: Found) -> list[Result]:
    entries = Entry.objects.select_related("publication").only("kind", "address", "title", *PAGE).in_bulk(best)
    texts, words = engine().texts(best), pattern(found.query.asked)
    return [result(entries[pk], texts.get(pk, ""), words) for pk in best if pk in entries]


def result(entry: Entry, text: str, words: Any) -> Result:
    page = entry.publication
    return Result(
        kind=entry.kind,
        word=KINDS[entry.kind],
        address=f"/{entry.address}",
        title=marked(entry.title, words),
        excerpt=excerpt(text, words),
        topic=next((topic["name"] for topic in page.card["topics"]), "") if page else "",
        page=page,
    )
