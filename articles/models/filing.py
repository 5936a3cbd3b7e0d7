"""Rows beside a publication, by which lists find it: its topics, its questions, its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from articles.models.topic import Topic

if TYPE_CHECKING:
    from articles.models.publication import Publication


def file(publication: Publication) -> None:
    """Write them anew from what the publication shows."""
    rendering, snapshot = publication.revision.rendering, publication.revision.snapshot
    for row in (PublishedTopic, PublishedQuestion, PublishedFact):
        row.objects.filter(publication=publication).delete()
    known = {topic.key: topic for topic in Topic.objects.filter(key__in=[topic.key for topic in snapshot.topics])}
    topics = [known[topic.key] for topic in snapshot.topics if topic.key in known]
    PublishedTopic.objects.bulk_create(
        PublishedTopic(publication=publication, topic=topic, shown_at=publication.shown_at) for topic in topics
    )
    PublishedQuestion.objects.bulk_create(
        PublishedQuestion(publication=publication, topic=next(iter(topics), None), ordering=i, **question)
        for i, question in enumerate(rendering.questions)
    )
    PublishedFact.objects.bulk_create(PublishedFact(publication=publication, **fact) for fact in rendering.facts)


class PublishedTopic(models.Model):
    """A publication under a topic, its date beside it so that a topic's newest are one index away."""

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="filings")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="filings")
    shown_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["publication", "topic"], name="published_topic_once")]
        indexes = [models.Index(fields=["topic", "-shown_at"], name="published_topic_newest")]

    def __str__(self) -> str:
        return f"{self.publication} under {self.topic}"


class PublishedQuestion(models.Model):
    """A question that a live page answers; the links in its answer lead to the page."""

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="questions")
    anchor = models.CharField(max_length=80)
    question = models.CharField(max_length=300)
    answer = models.TextField()
    ordering = models.PositiveIntegerField(default=0)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="questions")  # the page's first

    class Meta:
        default_permissions = ()
        ordering = ["ordering"]

    def __str__(self) -> str:
        return self.question


class PublishedFact(models.Model):
    """What a live strain profile reports, in which direction and on which basis: by this strains are found. `aspect` is
    "effect", "use", or "alkaloid" for a compound that a laboratory measured."""

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="facts")
    aspect = models.CharField(max_length=10)
    text = models.CharField(max_length=200)
    direction = models.CharField(max_length=10, blank=True)
    basis = models.CharField(max_length=20)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["aspect", "text", "basis"], name="published_fact_found")]

    def __str__(self) -> str:
        return self.text
