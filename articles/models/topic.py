"""What pages are filed under."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from taggit.models import ItemBase, TagBase

from articles.models.record import new_key
from articles.models.site import SiteVersion
from articles.snapshot import Topic as FrozenTopic


class Topic(TagBase):
    """A tag with an introduction; `key` stays when it is renamed."""

    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    introduction = models.TextField(blank=True)
    picture = models.ForeignKey("Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]

    def save(self, **kwargs: Any) -> None:
        """Readers get the new words at once; a new topic nobody shows yet."""
        is_new = self._state.adding
        with transaction.atomic():
            super().save(**kwargs)
            if not is_new:
                SiteVersion.advance()

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(**kwargs)
            SiteVersion.advance()
            return deleted


def called_now(topics: Iterable[FrozenTopic]) -> list[dict[str, str]]:
    """As cards tell them: a text keeps the names that it was frozen with, and readers get those of today."""
    topics = list(topics)
    today = {topic.key: topic for topic in Topic.objects.filter(key__in=[each.key for each in topics])}
    return [{"slug": topic.slug, "name": topic.name} for topic in (today.get(each.key, each) for each in topics)]


class PageTopic(ItemBase):
    """A plain foreign key to Page: taggit's generic one asks for a content type, and a page and its child have two."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="page_topics")
    content_object = models.ForeignKey("Page", on_delete=models.CASCADE, related_name="page_topics")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="page_topic_once")]

    def __str__(self) -> str:
        return f"{self.content_object} under {self.tag}"
