"""What stood at an address that is empty now, and what else to read in its topics."""

from __future__ import annotations

from typing import Any

from articles.models.filing import PublishedTopic
from articles.models.publication import Publication, Withdrawal
from articles.models.showing import Showing
from articles.models.topic import Topic

CANDIDATES = 30  # of the newest under its topics
SHOWN = 3


def instead_of(withdrawal: Withdrawal) -> dict[str, Any]:
    """Since when the page was `published`, its `topics` and the newest articles under them, for the page that says why
    it is gone."""
    shown = Showing.objects.filter(page=withdrawal.page_id)
    topics = topics_of(shown.values_list("revision__content__topics", flat=True).first() or [])
    filed = PublishedTopic.objects.filter(topic__in=topics).order_by("-shown_at").values("publication")[:CANDIDATES]
    near = Publication.objects.cards().filter(kind="article", pk__in=filed).newest()
    first = shown.values_list("shown_from", flat=True).last()
    return {"published": first, "topics": topics, "instead": near[:SHOWN] if topics else []}


def topics_of(said: list[dict[str, Any]]) -> list[Topic]:
    """Those that a snapshot named and that still lead somewhere."""
    keys = [topic["key"] for topic in said]
    return list(Topic.objects.filter(key__in=keys, filings__isnull=False).distinct())
