"""Writes what can be found, in the transaction that shows it; what did not change is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from articles.findable import Findable, findables, sources, stamp
from articles.models.entry import PLACES, Entry, Word
from articles.search.engine import engine
from articles.search.words import COMMON, folded, meant
from articles.snapshot import Snapshot

if TYPE_CHECKING:
    from articles.models.publication import Publication

COLUMNS = ("kind", "key", "address", "title", "digest")
BESIDE = 2  # words by which the title of a question or a source counts as longer than that of a page on the matter
SHORTEST = 3  # letters of a word worth learning


def index(publication: Publication) -> None:
    """Entries of the page, of its questions, and of the sources it cites."""
    snapshot = publication.revision.snapshot
    written = index_sources(sources(snapshot))
    if not Entry.objects.filter(publication=publication, key="", digest=stamp(snapshot)).exists():
        written += index_page(snapshot, publication)
    if written:
        transaction.on_commit(partial(learn, written), robust=True)


def index_page(snapshot: Snapshot, publication: Publication) -> list[Findable]:
    own = {(found.kind, found.key): found for found in findables(snapshot)}
    there = {(entry.kind, entry.key): entry for entry in Entry.objects.filter(publication=publication)}
    gone = [there[name].pk for name in there.keys() - own.keys()]
    if gone:
        Entry.objects.filter(pk__in=gone).delete()
    return write([(found, there.get(name)) for name, found in own.items()], publication=publication)


def index_sources(cited: list[Findable]) -> list[Findable]:
    """One entry a source, however many pages cite it. Which of them are live, `PublishedRecord` says."""
    there = {entry.key: entry for entry in Entry.objects.filter(publication=None, key__in=[each.key for each in cited])}
    return write([(found, there.get(found.key)) for found in cited], publication=None)


def write(told: list[tuple[Findable, Entry | None]], *, publication: Publication | None) -> list[Findable]:
    """Returns those that were not there, or said something else."""
    stale = [(found, entry or Entry(publication=publication)) for found, entry in told if is_stale(found, entry)]
    for found, entry in stale:
        fill(entry, found)
    made = [entry for _, entry in stale if entry.pk is None]
    for entry in (entry for _, entry in stale if entry.pk is not None):
        entry.save()
    if made:
        # Somebody else may write the same source at this moment: then theirs is it, and it gets these words.
        Entry.objects.bulk_create(made, ignore_conflicts=publication is None)
    if publication is None and made:
        by_key = dict(Entry.objects.filter(publication=None, key__in=[e.key for e in made]).values_list("key", "pk"))
        for entry in made:
            entry.pk = by_key[entry.key]
    if stale:
        engine().keep((entry.pk, found.title, found.headings, found.text) for found, entry in stale)
    return [found for found, _ in stale]


def is_stale(found: Findable, entry: Entry | None) -> bool:
    return entry is None or entry.digest != found.digest


def fill(entry: Entry, found: Findable) -> None:
    for name in COLUMNS:
        setattr(entry, name, getattr(found, name))
    entry.place = PLACES[found.kind]
    entry.topics = "".join(f"|{key}" for key in found.topics) + "|" if found.topics else ""
    beside = 0 if found.kind in ("article", "strain") else BESIDE
    entry.length = min(len(set(meant(folded(found.title)))), 1000) + beside


def learn(written: Iterable[Findable]) -> None:
    """Know the words of what was written, after the commit. Which are known is not asked: PostgreSQL would look for
    hundreds of them in the index of those that are near, which takes a third of a second."""
    words = {word for found in written for text in (found.title, found.headings, found.text) for word in folded(text)}
    words = {word for word in words - COMMON if len(word) >= SHORTEST and not word.isdigit()}
    Word.objects.bulk_create([Word(word=word) for word in sorted(words)], ignore_conflicts=True)
