"""What pages are filed under: the index, and each topic with its articles, strains and newest questions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models.filing import PublishedTopic
from articles.models.publication import Publication, PublicationQuerySet
from articles.models.topic import Topic
from articles.paging import number_of, paged, slice_of
from articles.questions import newest_first, of_topic, with_pages

MOST_STRAINS = 24
QUESTIONS = 5
COLOURS = ["red", "green", "white"]


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/topics.html", {"topics": used_topics()})


@require_safe
def topic(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    topic = get_object_or_404(counted().select_related("picture"), slug=slug)
    context = {"topic": topic, **paged(range(topic.texts), number)}
    pages = pages_and_strains(topic, number)
    context["entries"] = [page for page in pages if page.kind != "strain"]
    if number == 1:
        context["strains"] = by_colour(page for page in pages if page.kind == "strain")
        context["questions"] = with_pages(newest_first(of_topic(topic)))[:QUESTIONS] if topic.asked else []
    return render(request, "articles/topic.html", context)


def used_topics() -> QuerySet[Topic]:
    """Topics with at least one live page, each with their number as `pages`."""
    return Topic.objects.annotate(pages=Count("filings")).filter(pages__gt=0).order_by("name")


def counted() -> QuerySet[Topic]:
    """Topics with the numbers of their `texts` (all pages but strains), `profiles` and questions `asked`."""
    filed = PublishedTopic.objects.filter(topic=OuterRef("pk"))
    return Topic.objects.annotate(
        texts=number_of(filed.exclude(publication__kind="strain")),
        profiles=number_of(filed.filter(publication__kind="strain")),
        asked=number_of(of_topic(OuterRef("pk"))),
    )


def pages_and_strains(topic: Topic, number: int) -> PublicationQuerySet:
    """One page of a topic's texts, with its strains on the first. One query, newest first."""
    filed = Publication.objects.filter(filings__topic=topic.pk).order_by("-filings__shown_at", "-pk")
    texts = filed.exclude(kind="strain").values("pk")[slice_of(number)]
    chosen = Publication.objects.filter(pk__in=texts).values("pk")
    if number == 1:
        strains = filed.filter(kind="strain").values("pk")[:MOST_STRAINS]
        chosen = chosen.union(Publication.objects.filter(pk__in=strains).values("pk"), all=True)
    return Publication.objects.cards().filter(pk__in=chosen).newest()


def by_colour(strains: Iterable[Publication]) -> list[Publication]:
    """Red, green, white, and by name within a colour."""
    return sorted(strains, key=lambda strain: (COLOURS.index(strain.card["colour"]), strain.title))
