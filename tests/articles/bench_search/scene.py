"""Many synthetic articles that can be found, without the working copies and drawings that search never looks at."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import snapshot
from articles.demonstration.nonsense import Writer
from articles.findable import findables
from articles.models import Page, Publication, Revision, Topic
from articles.models.indexing import learn, write
from articles.search.engine import engine

BATCH = 200
TOPICS = 8


def set_up(count: int) -> None:
    call_command("migrate", verbosity=0)
    by = User.objects.create_user("bench")
    topics = [Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}") for number in range(TOPICS)]
    began = time.perf_counter()
    spent = sum(fill(numbers, topics, by) for numbers in batches(count))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    size = engine().size() / 1_000_000
    print(f"{count:,} articles with ten questions each, made in {time.perf_counter() - began:.0f} s.")
    each = f"{1000 * spent / count:.1f} ms and {1000 * size / count:.0f} kB an article"
    print(f"Indexing them took {spent:.0f} s, {each}; the index has {size:,.0f} MB.", flush=True)


def batches(count: int) -> Iterator[range]:
    return (range(start, min(start + BATCH, count + 1)) for start in range(1, count + 1, BATCH))


@transaction.atomic
def fill(numbers: range, topics: list[Topic], by: User) -> float:
    """Returns how many seconds the index took of it, and nothing else."""
    said = [told(Writer(number, []), topics) for number in numbers]
    pages = Page.objects.bulk_create(Page(kind="article", title=s.title, slug=s.slug, created_by=by) for s in said)
    revisions = Revision.objects.bulk_create(
        Revision(page=page, sha256="0" * 64, content={}, html="", created_by=by) for page in pages
    )
    live = Publication.objects.bulk_create(map(publication, said, pages, revisions))
    began = time.perf_counter()
    for one, publication_ in zip(said, live, strict=True):
        learn(write([(found, None) for found in findables(one)], publication=publication_))
    return time.perf_counter() - began


def publication(said: snapshot.Snapshot, page: Page, revision: Revision) -> Publication:
    now = timezone.now()
    topics = [{"slug": topic.slug, "name": topic.name} for topic in said.topics]
    card = {"title": said.title, "standfirst": said.standfirst, "topics": topics, "minutes": 7}
    moments = dict.fromkeys(("first_shown_at", "changed_at", "shown_at"), now)
    texts = {"contents": [], "jsonld": "", "text": "", "html": ""}
    facts = {"path": said.path, "kind": said.kind, "title": said.title, "card": card, "shown_by": page.created_by}
    return Publication(page=page, revision=revision, **facts, **moments, **texts)


def told(writer: Writer, topics: list[Topic]) -> snapshot.Snapshot:
    chosen = {writer.number % TOPICS, writer.number // 3 % TOPICS}
    return snapshot.Snapshot(
        kind="article",
        key=f"synth{writer.number:07}",
        slug=f"synthetic-{writer.number}",
        title=writer.title,
        standfirst="A synthetic page for measuring. Its sentences mean nothing.",
        topics=tuple(snapshot.Topic(topics[n].key, topics[n].slug, topics[n].name) for n in sorted(chosen)),
        blocks=tuple(snapshot.Block("richtext", {"text": text}) for text in writer.blocks),
        faq=tuple(snapshot.Question(*entry) for entry in writer.faq),
    )
