"""What live pages call a topic that is called otherwise now."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from articles.models.page import Page
from articles.models.prepared import Prepared
from articles.models.publication import Publication
from articles.models.topic import Topic


def say_topic(topic: Topic, *, was: str) -> None:
    """Cards of live pages, and of those that are prepared to follow them, tell the topic that was called `was` (its
    slug) by its present name and slug. The pages are locked first: one that is published at this moment must not get
    the card of its old text back."""
    filed = Publication.objects.filter(topics=topic)
    Page.objects.filter(pk__in=filed.values("page_id")).locked()
    live, coming = list(filed.cards()), list(Prepared.objects.filter(page__in=filed.values("page_id")).only("card"))
    for each in (*live, *coming):
        _rename(each.card, was, {"slug": topic.slug, "name": topic.name})
    for publication in live:
        publication.updated_at = timezone.now()
    Publication.objects.bulk_update(live, ["card", "updated_at"], batch_size=100)
    Prepared.objects.bulk_update(coming, ["card"], batch_size=100)


def _rename(card: dict[str, Any], was: str, new: dict[str, str]) -> None:
    card["topics"] = [new if each["slug"] == was else each for each in card.get("topics", [])]
