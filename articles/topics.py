"""What pages are filed under: all topics, each with its articles, strains and newest questions; the index, A to Z."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import lists
from articles.alphabet import Line, letters
from articles.labels import place_of
from articles.models.listing import length_of
from articles.models.publication import Publication, PublicationQuerySet
from articles.models.statement import Statement
from articles.models.topic import Topic
from articles.paging import paged, rows
from articles.questions import with_pages

MOST_STRAINS = 24
QUESTIONS = 5


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/topics.html", {"topics": used_topics()})


@require_safe
def a_to_z(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/a_to_z.html", {"letters": letters([*topic_lines(), *strain_lines()])})


@require_safe
def topic(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    topic = get_object_or_404(counted().select_related("picture"), slug=slug)
    context = {"topic": topic, **paged(range(topic.texts), number)}
    pages = pages_and_strains(topic, number)
    context["entries"] = [page for page in pages if page.kind != "strain"]
    if number == 1:
        context["strains"] = by_colour(page for page in pages if page.kind == "strain")
        context["questions"] = with_pages(lists.asked(topic.pk).rows)[:QUESTIONS] if topic.asked else []
    return render(request, "articles/topic.html", context)


def topic_lines() -> Iterator[Line]:
    for topic in used_topics():
        yield Line(topic.name, reverse("topic", args=[topic.slug]), pages=topic.pages)


def strain_lines() -> Iterator[Line]:
    """Each live strain, and its other names, from which one is led to it."""
    strains = Publication.objects.filter(kind="strain").values_list("path", "title", "card__other_names")
    for path, title, others in strains:
        yield Line(title, f"/{path}/", note="strain")
        for name in dict.fromkeys(filter(None, map(str.strip, (others or "").split(";")))):
            yield Line(name, f"/{path}/", note=f"see {title}")


def used_topics() -> list[Topic]:
    """Topics with at least one live page, each with their number as `pages`."""
    return list(USED())


def counted() -> QuerySet[Topic]:
    """Topics with the numbers of their `texts` (all pages but strains), `profiles` and questions `asked`."""
    key = OuterRef("pk")
    return Topic.objects.annotate(
        texts=length_of("texts", "pk", lists.texts(key).unsorted),
        profiles=length_of("strains", "pk", lists.strains(key).unsorted),
        asked=length_of("asked", "pk", lists.asked(key).unsorted),
    )


def _used() -> QuerySet[Topic]:
    return counted().annotate(pages=F("texts") + F("profiles")).filter(pages__gt=0).order_by("name")


USED = Statement(_used)


def pages_and_strains(topic: Topic, number: int) -> list[Publication]:
    """One page of a topic's texts, with its strains on the first, newest first."""
    if number == 1:
        return list(FIRST(topic.pk))
    texts = rows(lists.texts(topic.pk), number).values("publication")
    return list(Publication.objects.cards().filter(pk__in=texts).newest())


def _first(topic: int) -> PublicationQuerySet:
    texts = rows(lists.texts(topic), 1).values("publication")
    strains = lists.strains(topic).rows.values("publication")[:MOST_STRAINS]
    found = Publication.objects.filter(pk__in=texts).values("pk")
    found = found.union(Publication.objects.filter(pk__in=strains).values("pk"), all=True)
    return Publication.objects.cards().filter(pk__in=found).newest()


FIRST = Statement(_first, -1)


def by_colour(strains: Iterable[Publication]) -> list[Publication]:
    """Red, green, white, then those of which no colour is said; by name within a colour."""
    return sorted(strains, key=lambda strain: (place_of(strain.card["colour"]), strain.title))
