"""What people ask and live pages answer: general questions, then topic by topic. Each answer lives on its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models.filing import PublishedQuestion
from articles.models.publication import Publication
from articles.models.topic import Topic
from articles.paging import number_of, paged

GENERAL = "common-questions"  # the standing page whose questions come first
SHOWN = 8  # of each topic, the newest
SECTIONS = 24  # topics with a section of their own, those with most questions; the others are one link away
Questions = QuerySet[PublishedQuestion]


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    topics = list(asked_about())
    largest = sorted(topics, key=lambda topic: -topic.asked)[:SECTIONS]
    answered = shown_of(largest)
    for topic in largest:
        topic.newest = answered[topic.pk]
    general = {"newest": answered[None], "asked": in_general().count() if answered[None] else 0}
    return render(request, "articles/questions.html", {"topics": topics, "general": general})


@require_safe
def general(request: HttpRequest, number: int = 1) -> HttpResponse:
    context = paged(with_pages(general_first(in_general())), number)
    if not context["paging"].paginator.count:
        raise Http404("No general question has been answered.")
    return render(request, "articles/questions_of.html", context)


@require_safe
def about(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    topic = get_object_or_404(asked_about(), slug=slug)
    listed = with_pages(newest_first(of_topic(topic)))
    return render(request, "articles/questions_of.html", {"topic": topic, **paged(listed, number, count=topic.asked)})


def asked_about() -> QuerySet[Topic]:
    """Topics with at least one question, each with their number as `asked`."""
    return Topic.objects.annotate(asked=number_of(of_topic(OuterRef("pk")))).filter(asked__gt=0).order_by("name")


def of_topic(topic: Topic | Combinable) -> Questions:
    """Questions of pages whose first topic it is. Those of the general page are never counted twice."""
    return PublishedQuestion.objects.filter(topic=topic).exclude(publication__in=general_page())


def in_general() -> Questions:
    """Questions of the general page, and of pages without a topic."""
    return PublishedQuestion.objects.filter(Q(topic=None) | Q(publication__in=general_page()))


def general_page() -> QuerySet[Publication]:
    return Publication.objects.filter(path=GENERAL).values("pk")


def newest_first(questions: Questions) -> Questions:
    return questions.order_by("-publication__shown_at", "-publication_id", "ordering")


def general_first(questions: Questions) -> Questions:
    is_general = Case(When(publication__in=general_page(), then=Value(0)), default=Value(1))
    return questions.order_by(is_general, "-publication__shown_at", "-publication_id", "ordering")


def with_pages(questions: Questions) -> Questions:
    """With the title and the address of each page, and without its long columns."""
    page = ("publication__title", "publication__path")
    return questions.select_related("publication").only("anchor", "question", "answer", "topic", *page)


def shown_of(topics: Iterable[Topic]) -> dict[int | None, list[PublishedQuestion]]:
    """The first questions of each topic by its key, general ones under None. One query, which walks through no more
    rows than it shows: the index on dates of a topic ends each walk."""
    parts = [of_topic(topic).filter(publication__filings__topic=topic) for topic in topics]
    newest = [part.order_by("-publication__filings__shown_at", "-publication_id", "ordering") for part in parts]
    chosen = [limited(part) for part in (general_first(in_general()), *newest)]
    found: dict[int | None, list[Any]] = defaultdict(list)
    for question in with_pages(general_first(PublishedQuestion.objects.filter(pk__in=chosen[0].union(*chosen[1:])))):
        is_general = question.publication.path == GENERAL
        found[None if is_general else question.topic_id].append(question)
    return found


def limited(questions: Questions) -> QuerySet[Any]:
    """The first few, in a form that a union takes: no part of one may be cut by itself."""
    return PublishedQuestion.objects.filter(pk__in=questions.values("pk")[:SHOWN]).order_by().values("pk")
