"""Rows beside a publication, by which lists find it: its topics, its questions, its facts, what can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from articles.models.indexing import index
from articles.models.listing import ListChange
from articles.models.reference import Reference
from articles.models.topic import Topic

if TYPE_CHECKING:
    from articles.models.publication import Publication

GENERAL = "common-questions"  # the standing page whose questions come first
REVIEWER = "reviewer"


def file(publication: Publication) -> None:
    """Write them anew from what the publication shows; the lists that this changes are looked at again."""
    rendering, snapshot = publication.revision.rendering, publication.revision.snapshot
    before = standing(publication.page_id)
    for row in (PublishedTopic, PublishedQuestion, PublishedFact, PublishedRecord):
        row.objects.filter(publication=publication).delete()
    known = {topic.key: topic for topic in Topic.objects.filter(key__in=[topic.key for topic in snapshot.topics])}
    topics = [known[topic.key] for topic in snapshot.topics if topic.key in known]
    moment = {"publication": publication, "shown_at": publication.shown_at}
    PublishedTopic.objects.bulk_create(
        PublishedTopic(topic=topic, is_strain=publication.kind == "strain", **moment) for topic in topics
    )
    is_general = publication.path == GENERAL
    about = {"topic": None if is_general else next(iter(topics), None), "rank": 0 if is_general else 1}
    PublishedQuestion.objects.bulk_create(
        PublishedQuestion(ordering=i, **moment, **about, **question) for i, question in enumerate(rendering.questions)
    )
    PublishedFact.objects.bulk_create(PublishedFact(publication=publication, **fact) for fact in rendering.facts)
    PublishedRecord.objects.bulk_create(PublishedRecord(name=name, **moment) for name in sorted(names(publication)))
    after = standing(publication.page_id)
    ListChange.note({"articles", *(name for name, *_ in before ^ after)})
    announce({row[1] for row in after - before if row[0] == "references"}, publication)
    index(publication)


def announce(cited: set[str], publication: Publication) -> None:
    """Sources that no other live page cites are public from now on."""
    if cited:
        elsewhere = PublishedRecord.objects.filter(name__in=cited).exclude(publication=publication)
        new = cited - set(elsewhere.values_list("name", flat=True))
        Reference.appear([name.removeprefix("reference:") for name in new])


def unfile(page_id: int) -> None:
    """Its page is about to be withdrawn: the rows go with the publication, and the lists are looked at again."""
    ListChange.note({"articles", *(name for name, *_ in standing(page_id))})


def name_reviewer(publication: Publication) -> None:
    """Somebody signed what readers have already."""
    before = standing(publication.page_id)
    PublishedRecord.objects.filter(publication=publication, name__startswith=f"{REVIEWER}:").delete()
    moment = {"publication": publication, "shown_at": publication.shown_at}
    PublishedRecord.objects.bulk_create(PublishedRecord(name=name, **moment) for name in reviewers(publication))
    ListChange.note(name for name, *_ in before ^ standing(publication.page_id))


def names(publication: Publication) -> set[str]:
    """The references and people that its readers see, by the names that lists know them by. Where references were
    merged, a page that cites the old one stands under the one that is left."""
    found = reviewers(publication)
    for name, says in publication.revision.snapshot.records.items():
        if name.startswith("reference:"):
            found.add(f"reference:{says['key']}")
        if name.startswith("person:"):
            found.add(name)
    return found


def reviewers(publication: Publication) -> set[str]:
    return {f"{REVIEWER}:{publication.reviewed['slug']}"} if publication.reviewed else set()


def standing(page_id: int) -> set[tuple[Any, ...]]:
    """The lists on which a page stands, each with what places it there."""
    on_page = {"publication__page": page_id}
    found: set[tuple[Any, ...]] = set()
    for topic, is_strain, at in PublishedTopic.objects.filter(**on_page).values_list("topic", "is_strain", "shown_at"):
        found.add((f"{'strains' if is_strain else 'texts'}:{topic}", at))
    for topic, *place in PublishedQuestion.objects.filter(**on_page).values_list(
        "topic", "rank", "shown_at", "ordering"
    ):
        found.add((f"asked:{topic or 0}", *place))
    for name, at in PublishedRecord.objects.filter(**on_page).values_list("name", "shown_at"):
        found |= {(name, at), ("references" if name.startswith("reference:") else "people", name)}
    return found


class PublishedTopic(models.Model):
    """A publication under a topic, its date beside it so that a topic's newest are one index away."""

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="filings")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="filings")
    is_strain = models.BooleanField(default=False)
    shown_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["publication", "topic"], name="published_topic_once")]
        indexes = [
            models.Index(fields=["topic", "-shown_at"], name="published_topic_newest"),
            models.Index(fields=["topic", "is_strain", "-shown_at", "-publication"], name="published_topic_listed"),
        ]

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
    rank = models.PositiveSmallIntegerField(default=1)  # 0 on the general page, whose questions are under no topic
    shown_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["ordering"]
        indexes = [
            models.Index(
                fields=["topic", "rank", "-shown_at", "-publication", "ordering", "id"],
                name="published_question_listed",
            )
        ]

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


class PublishedRecord(models.Model):
    """A publication whose readers see a reference or a person, its date beside it; a reviewer is called so."""

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="seen")
    name = models.CharField(max_length=100)
    shown_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["publication", "name"], name="published_record_once")]
        indexes = [models.Index(fields=["name", "-shown_at", "-publication"], name="published_record_listed")]

    def __str__(self) -> str:
        return self.name
