"""What a reader's request for a page asks the database: the page, and what else there is to read."""

from __future__ import annotations

from functools import cache

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from articles.lists import NEWEST
from articles.models.filing import PublishedTopic
from articles.models.listing import counted
from articles.models.publication import Publication
from articles.models.site import SiteSettings
from articles.models.statement import Statement
from articles.models.topic import Topic

CANDIDATES = 20  # how many of the newest of each topic are looked at
RELATED = 3


def page_at(path: str) -> Publication | None:
    """With `sha256`, the hash of what readers get."""
    return next(iter(PAGE_AT(path)), None)


def related(publication: Publication) -> list[Publication]:
    """More to explore: pinned articles first, then those that share most topics, the newest first. One query."""
    slugs = sorted(publication.topic_slugs)
    return list(related_under(len(slugs))(publication.pk, *slugs))


def _page_at(path: str) -> QuerySet[Publication]:
    return Publication.objects.annotate(sha256=F("revision__sha256")).defer("text").filter(path=path)


PAGE_AT = Statement(_page_at, "a path")


@cache
def related_under(number: int) -> Statement:
    """For a page with so many topics."""
    return Statement(_related, -1, *(f"a slug {n}" for n in range(number)))


def _related(pk: int, *slugs: str) -> QuerySet[Publication]:
    """Of each topic the newest are found by its index; nothing of it grows with the number of pages."""
    pins = SiteSettings.pinned.through.objects.all()
    near = Publication.objects.filter(page__in=pins.values("page")).values("pk")
    for slug in slugs:
        topic = Subquery(Topic.objects.filter(slug=slug).values("pk"))
        filed = PublishedTopic.objects.filter(topic=topic, is_strain=False).order_by(*NEWEST)
        newest = filed.values("publication")[:CANDIDATES]
        near = near.union(Publication.objects.filter(pk__in=newest).values("pk"))
    is_pinned = Exists(pins.filter(page=OuterRef("page")))
    own = PublishedTopic.objects.filter(publication=pk).values("topic")
    shared = PublishedTopic.objects.filter(publication=OuterRef("pk"), topic__in=own)
    found = Publication.objects.cards().filter(kind="article", pk__in=near).exclude(pk=pk)
    return found.order_by(is_pinned.desc(), Subquery(counted(shared)).desc(), "-shown_at", "-pk")[:RELATED]
