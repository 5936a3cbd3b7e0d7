"""The index of what can be found, made again: all of it on request, and what lacks it without being asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat

from articles.models.entry import Entry, Word
from articles.models.filing import PublishedRecord
from articles.models.indexing import index
from articles.models.page import Page
from articles.models.publication import Publication
from articles.search.engine import engine

BATCH = 20  # pages in one transaction: whoever publishes waits for no more
ROUND = 10  # seconds that the worker gives to pages without entries


def reindex(*, progress: Callable[[int, int], None]) -> str:
    """Every live page, a batch a transaction, under the same locks as publishing; returns what was done in words."""
    began, total, done = time.perf_counter(), Publication.objects.count(), 0
    Word.objects.all().delete()
    Entry.objects.filter(publication=None).update(digest="")  # sources are written with the first page that cites them
    cited = PublishedRecord.objects.filter(name=Concat(Value("reference:"), OuterRef("key")))
    for keys in batches():
        done += again(keys)
        progress(done, max(total, done))
    Entry.objects.filter(~Exists(cited), publication=None).delete()
    engine().forget()
    seconds = time.perf_counter() - began
    each = 1000 * seconds / (done or 1)
    return (
        f"{done:,} pages in {seconds:,.1f} s, {each:.1f} ms each; the index has {engine().size() / 1_000_000:,.1f} MB."
    )


def batches() -> Iterator[list[int]]:
    """Keys of live pages, in order, a few at a time, so that no statement stays open."""
    last = 0
    while keys := list(
        Publication.objects.filter(page__gt=last).order_by("page").values_list("page", flat=True)[:BATCH]
    ):
        last = keys[-1]
        yield keys


@transaction.atomic
def again(pages: list[int]) -> int:
    """Holding the pages, so that nobody publishes one meanwhile. What was withdrawn since then is left out."""
    Page.objects.filter(pk__in=pages).locked()
    live = Publication.objects.cards().filter(page__in=pages).select_related("revision").order_by("page")
    Entry.objects.filter(publication__in=live).delete()
    for publication in live:
        index(publication)
    return len(live)


def index_missing() -> int:
    """Pages that went live before there was an index: the worker sees to a few each minute."""
    until, done = time.monotonic() + ROUND, 0
    while time.monotonic() < until:
        missing = Publication.objects.filter(entries__isnull=True).order_by("page").values_list("page", flat=True)
        pages = list(missing[:BATCH])
        if not pages:
            break
        done += again(pages)
    return done
