"""What people ask and live pages answer: general questions, then topic by topic. Each answer lives on its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import lists
from articles.models.filing import PublishedQuestion
from articles.models.listing import length_of
from articles.models.statement import Statement
from articles.models.topic import Topic
from articles.paging import leafed, length

SHOWN = 8  # of each topic, the newest
SECTIONS = 24  # topics with a section of their own, those with most questions; the others are one link away
Questions = QuerySet[PublishedQuestion]


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    topics = list(ASKED_ABOUT())
    largest = sorted(topics, key=lambda topic: -topic.asked)[:SECTIONS]
    answered = shown_of(largest)
    for topic in largest:
        topic.newest = answered[topic.pk]
    newest = answered[None]
    general = {"newest": newest, "asked": len(newest) if len(newest) < SHOWN else length(lists.asked(None))}
    return render(request, "articles/questions.html", {"topics": topics, "general": general})


@require_safe
def general(request: HttpRequest, number: int = 1) -> HttpResponse:
    context = leafed(lists.asked(None), number)
    if not context["paging"].paginator.count:
        raise Http404("No general question has been answered.")
    return render(request, "articles/questions_of.html", answering(context))


@require_safe
def about(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    topic = get_object_or_404(asked_about(), slug=slug)
    context = leafed(lists.asked(topic.pk), number, count=topic.asked)
    return render(request, "articles/questions_of.html", {"topic": topic, **answering(context)})


def answering(context: dict[str, Any]) -> dict[str, Any]:
    context["paging"].object_list = with_pages(context["paging"].object_list)
    return context


def asked_about() -> QuerySet[Topic]:
    """Topics with at least one question, each with their number as `asked`."""
    asked = length_of("asked", "pk", lists.asked(OuterRef("pk")).unsorted)
    return Topic.objects.annotate(asked=asked).filter(asked__gt=0).order_by("name")


ASKED_ABOUT = Statement(asked_about)


def with_pages(questions: Questions) -> Questions:
    """With the title and the address of each page, and without its long columns."""
    page = ("publication__title", "publication__path")
    return questions.select_related("publication").only("anchor", "question", "answer", "topic", *page)


def shown_of(topics: Iterable[Topic]) -> dict[int | None, list[PublishedQuestion]]:
    """The first questions of each topic by its key, general ones under None. One query, which walks through no more
    rows than it shows."""
    general, *newest = [limited(lists.asked(key).rows) for key in (None, *(topic.pk for topic in topics))]
    found: dict[int | None, list[Any]] = defaultdict(list)
    chosen = PublishedQuestion.objects.filter(pk__in=general.union(*newest))
    for question in with_pages(chosen.order_by(*lists.asked(None).keys)):
        found[question.topic_id].append(question)
    return found


def limited(questions: Questions) -> QuerySet[Any]:
    """The first few, in a form that a union takes: no part of one may be cut by itself."""
    return PublishedQuestion.objects.filter(pk__in=questions.values("pk")[:SHOWN]).order_by().values("pk")
