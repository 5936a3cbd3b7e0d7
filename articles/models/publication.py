"""What readers get now. All of it can be made again from its revision; public code reads nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from articles.jsonld import dated
from articles.models.filing import file, name_reviewer
from articles.models.review import Review
from articles.models.revision import Revision
from articles.models.showing import Showing
from articles.models.topic import Topic, called_now
from articles.rendering import Rendering
from articles.storing import is_kept

LONG = ("html", "contents", "jsonld", "text")


class AddressTaken(Exception):
    """Another live page answers at this address."""

    def __init__(self, path: str) -> None:
        super().__init__(f"Another live page answers at /{path}/. Change the address of one of the two.")


class PublicationQuerySet(models.QuerySet["Publication"]):
    def cards(self) -> PublicationQuerySet:
        """Without the long columns, which lists do not show."""
        return self.defer(*LONG)

    def newest(self) -> PublicationQuerySet:
        return self.order_by("-shown_at", "-pk")

    def at(self, path: str) -> Publication | None:
        """With `sha256`, the hash of what readers get."""
        return self.annotate(sha256=F("revision__sha256")).filter(path=path).first()

    def saying(self, name: str) -> PublicationQuerySet:
        """Those whose readers see the record called `name`."""
        return self.filter(revision__embeds__name=name, revision__embeds__digest__gt="")


class Publication(models.Model):
    """One row a live page; that it exists *is* that the page is live."""

    page = models.OneToOneField("Page", on_delete=models.PROTECT, related_name="publication")
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="publication")
    path = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    card = models.JSONField()
    topics = models.ManyToManyField(Topic, through="PublishedTopic", related_name="publications")
    first_shown_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # when readers last got a major change
    reviewed = models.JSONField(null=True)  # what `Review.says` told, where somebody signed
    review_due = models.DateField(null=True, db_index=True)
    shown_at = models.DateTimeField()
    updated_at = models.DateTimeField(default=timezone.now)  # when readers last got other words, a renewed record too
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The long ones last: SQLite walks through them to reach whatever column stands behind.
    contents = models.JSONField()
    jsonld = models.TextField()
    text = models.TextField()
    html = models.TextField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "-shown_at", "-id"], name="publication_newest"),
            models.Index(fields=["-changed_at", "-id"], name="publication_changed"),
            models.Index(fields=["updated_at", "id"], name="publication_updated"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def of(cls, revision: Revision, *, by: AbstractBaseUser) -> Publication:
        """Make `revision` what readers see, with every row that lists need. Raises AddressTaken."""
        now = timezone.now()
        before = cls.objects.filter(page_id=revision.page_id).first()
        Showing.start(revision, by=by, at=now)
        facts = {
            "revision": revision,
            "shown_by": by,
            "shown_at": now,
            "updated_at": now,
            "first_shown_at": Showing.objects.first_of(revision.page_id),
            "changed_at": now if revision.is_major or before is None else before.changed_at,
        }
        facts |= cls.review_of(revision, before)
        told = {"published": facts["first_shown_at"], "modified": facts["changed_at"], "reviewed": facts["reviewed"]}
        facts |= cls.drawn_now(revision, **told)
        publication = cls._at(revision.snapshot.path, facts, page_id=revision.page_id)
        file(publication)
        return publication

    @staticmethod
    def review_of(revision: Revision, before: Publication | None) -> dict[str, Any]:
        """Who signed this text, and when the next review is due. A minor change keeps the review of the text before it
        and says so; any other text that nobody signed has none."""
        review = Review.objects.over(revision)
        if review:
            return {"reviewed": review.says(), "review_due": review.next_due}
        if before and before.reviewed and not revision.is_major:
            change = {"on": timezone.localdate().isoformat(), "note": revision.note}
            since = [*before.reviewed.get("since", []), change]
            return {"reviewed": before.reviewed | {"is_older": True, "since": since}, "review_due": before.review_due}
        return {"reviewed": None, "review_due": None}

    @classmethod
    def _at(cls, path: str, facts: dict[str, Any], *, page_id: int) -> Publication:
        """The page's one row, answering at `path`, even when somebody else claims it at the same moment."""
        try:
            with transaction.atomic():
                publication, _ = cls.objects.update_or_create(page_id=page_id, defaults=facts)
                Address.objects.update_or_create(path=path, defaults={"page_id": page_id})
        except IntegrityError as error:
            if cls.objects.filter(path=path).exclude(page_id=page_id).exists():
                raise AddressTaken(path) from error
            raise
        return publication

    @staticmethod
    def drawn(rendering: Rendering, **told: Any) -> dict[str, Any]:
        """The columns that a drawing fills; `told` is what machines are told besides, see `dated`."""
        names = ("path", "kind", "title", "card", "html", "contents", "text")
        jsonld = dated(rendering.jsonld, **told)
        return {name: getattr(rendering, name) for name in names} | {"jsonld": jsonld}

    @classmethod
    def drawn_now(cls, revision: Revision, **told: Any) -> dict[str, Any]:
        """Those columns of a revision, under its topics as they are called now."""
        drawn = cls.drawn(revision.rendering, **told)
        return drawn | {"card": drawn["card"] | {"topics": called_now(revision.snapshot.topics)}}

    def turn_to(self, revision: Revision) -> None:
        """The same text with a record renewed: readers get `revision`, and no moment of the page moves."""
        drawn = self.drawn_now(revision, **self.told) | {"updated_at": timezone.now()}
        Publication.objects.filter(pk=self.pk).update(revision=revision, **drawn)
        self.revision = revision
        file(self)

    def bear(self, review: Review) -> None:
        """Somebody signed what readers have already."""
        self.reviewed, self.review_due = review.says(), review.next_due
        self.jsonld = dated(self.revision.rendering.jsonld, **self.told)
        self.updated_at = timezone.now()
        self.save(update_fields=["reviewed", "review_due", "jsonld", "updated_at"])
        name_reviewer(self)

    @property
    def told(self) -> dict[str, Any]:
        """What machines are told of it besides its text, see `dated`."""
        return {"published": self.first_shown_at, "modified": self.changed_at, "reviewed": self.reviewed}

    @property
    def share(self) -> dict[str, str] | None:
        """The name and the words of its share picture, where it has one and the file is there."""
        share = self.card.get("share")
        return share if share and is_kept(share["name"]) else None

    @property
    def reviewed_on(self) -> date:
        return date.fromisoformat(self.reviewed["on"])

    @property
    def changes_since_review(self) -> list[tuple[date, str]]:
        """Minor ones, each with its note: the review of the text before them was kept."""
        return [(date.fromisoformat(each["on"]), each["note"]) for each in self.reviewed.get("since", [])]

    @property
    def is_review_overdue(self) -> bool:
        """Today, in the time of the site: to be asked at the request, never to be frozen."""
        return self.review_due is not None and self.review_due < timezone.localdate()

    @property
    def topic_slugs(self) -> set[str]:
        return {topic["slug"] for topic in self.card["topics"]}


class Address(models.Model):
    """Every path a page was ever shown at. One that is no publication's own leads to its page: no chain, no loop."""

    path = models.CharField(max_length=120, unique=True)
    page = models.ForeignKey("Page", on_delete=models.PROTECT, related_name="addresses")

    class Meta:
        default_permissions = ()
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return self.path

    @staticmethod
    def target(path: str) -> str | None:
        """Where the live page is now that was once shown at `path`."""
        return Publication.objects.filter(page__addresses__path=path).values_list("path", flat=True).first()


class Withdrawal(models.Model):
    """A page was taken away from readers: by whom, why, when. Gone when the page is shown again."""

    page = models.OneToOneField("Page", on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.why

    @classmethod
    def at_path(cls, path: str) -> Withdrawal | None:
        return cls.objects.filter(page__addresses__path=path).first()
