"""What live pages call a topic that is called otherwise now."""

from __future__ import annotations

from articles.models.page import Page
from articles.models.publication import Publication
from articles.models.topic import Topic


def say_topic(topic: Topic, *, was: str) -> None:
    """Cards of live pages tell the topic that was called `was` (its slug) by its present name and slug. They are locked
    first: a page that is published at this moment must not get the card of its old text back."""
    filed = Publication.objects.filter(topics=topic)
    Page.objects.filter(pk__in=filed.values("page_id")).locked()
    changed = list(filed.cards())
    for publication in changed:
        said = publication.card["topics"]
        new = {"slug": topic.slug, "name": topic.name}
        publication.card["topics"] = [new if other["slug"] == was else other for other in said]
    Publication.objects.bulk_update(changed, ["card"], batch_size=100)
