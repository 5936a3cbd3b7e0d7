"""Many live pages, thin ones: rows by which lists find them, and next to no words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from articles.lists import look_again_due
from articles.models import (
    ListChange,
    Page,
    Person,
    Publication,
    PublishedQuestion,
    PublishedRecord,
    PublishedTopic,
    Reference,
    Revision,
    Topic,
)
from tests.planner import analyze

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
TOPICS, SOURCES, CITED = 10, 4000, 3


def fill(count: int) -> None:
    """Articles 0 to `count`, a minute apart; each under one of ten topics, by one of two people, with three sources and
    a question. Of every source and person the lists are known."""
    by = User.objects.create_user("thin")
    pages = write(
        Page, (Page(kind="article", key=f"{n:012}", title=f"Thin {n}", slug=f"thin-{n}") for n in range(count))
    )
    said = {"created_by": by, "content": {}, "html": ""}
    revisions = write(Revision, (Revision(page=page, sha256=f"{page.pk:064x}", **said) for page in pages))
    topics = write(Topic, (Topic(name=f"Topic {n}", slug=f"topic-{n}", key=f"t{n:011}") for n in range(TOPICS)))
    write(Reference, map(source, range(SOURCES)))
    write(Person, (Person(key=f"p{n}", name=f"Person {n}") for n in range(2)))
    live = write(Publication, (publication(n, revision, by) for n, revision in enumerate(revisions)))
    write(
        PublishedTopic, (PublishedTopic(publication=p, topic=topics[n % TOPICS], **at(n)) for n, p in enumerate(live))
    )
    asked = {"anchor": "q", "question": "Is it?", "answer": "<p>Yes.</p>"}
    write(
        PublishedQuestion,
        (PublishedQuestion(publication=p, topic=topics[n % TOPICS], **asked, **at(n)) for n, p in enumerate(live)),
    )
    names = [names_of(n) for n in range(count)]
    write(
        PublishedRecord, (PublishedRecord(publication=p, name=x, **at(n)) for n, p in enumerate(live) for x in names[n])
    )
    kinds = [f"{kind}:{topic.pk}" for kind in ("texts", "strains", "asked") for topic in topics]
    ListChange.note(
        ["articles", "references", "people", "asked:0", *kinds, *(x for found in names[:50] for x in found)]
    )
    while look_again_due():
        pass
    analyze()


def source(n: int) -> Reference:
    return Reference(key=f"r{n}", authors=f"Author{n:05} A", title=f"Source {n}", changed_at=at(n)["shown_at"])


def publication(n: int, revision: Revision, by: User) -> Publication:
    card = {"title": f"Thin {n}", "standfirst": "", "description": "", "minutes": 1, "authors": []}
    card["topics"] = [{"slug": f"topic-{n % TOPICS}", "name": f"Topic {n % TOPICS}"}]
    moments = {"first_shown_at": BEGAN, "changed_at": at(n)["shown_at"], "updated_at": at(n)["shown_at"], **at(n)}
    words = {"card": card | {"picture": None}, "contents": [], "jsonld": "{}", "text": "", "html": "<p>Thin.</p>"}
    named = {"path": f"articles/thin-{n}", "kind": "article", "title": f"Thin {n}", "shown_by": by}
    return Publication(page_id=revision.page_id, revision=revision, **named, **moments, **words)


def at(n: int) -> dict[str, Any]:
    return {"shown_at": BEGAN + timedelta(minutes=n)}


def names_of(n: int) -> list[str]:
    """Every page cites the first source, and two of the others."""
    own = {0, 1 + n * 2 % (SOURCES - 1), 1 + (n * 2 + 1) % (SOURCES - 1)}
    return [*(f"reference:r{number}" for number in sorted(own)), f"person:p{n % 2}"]


def write(model: type[models.Model], rows: Iterable[Any]) -> list[Any]:
    return model.objects.bulk_create(rows, batch_size=2000)
