"""A file of addresses on its way into the list: read and reported first, applied then, and undone if it was wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from newsletter.addresses import LONGEST

ROWS_LIFE = timedelta(days=30)  # then the addresses of the file are forgotten, and it can no longer be undone
LEASE = timedelta(seconds=10)


class TooLate(Exception):
    """Somebody was quicker, or it was never possible. The message tells a person how it stands."""


class Stage(models.TextChoices):
    READING = "reading", "Being read"
    READ = "read", "Read: nothing is applied yet"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    REFUSED = "refused", "Refused: the file cannot be read"
    DROPPED = "dropped", "Dropped: nothing of it was applied"


MOVING = (Stage.READING, Stage.APPLYING, Stage.UNDOING)  # the worker has something to do
NEXT: dict[Stage, set[Stage]] = {
    Stage.READING: {Stage.DROPPED},
    Stage.READ: {Stage.APPLYING, Stage.DROPPED},
    Stage.APPLYING: {Stage.UNDOING},
    Stage.APPLIED: {Stage.UNDOING},
}


class Verdict(models.IntegerChoices):
    NEW = 0, "New"
    KNOWN = 1, "Known already"
    SUPPRESSED = 2, "Must not be written to"
    INVALID = 3, "Not an address"
    DUPLICATE = 4, "Twice in the file"


class Import(models.Model):
    """The worker moves it on, a piece at each call; killed at any point it goes on where it was. `read_to` is the
    byte up to which the file is in rows; `applied_to` the row up to which they are in the list. Each is moved in the
    very commit that does the piece, so that two workers cannot do one twice; the lease only spares them the attempt."""

    file_name = models.CharField(max_length=200, editable=False)
    file = models.CharField(max_length=80, blank=True, editable=False)  # in IMPORTS_ROOT; empty once it was read
    size = models.PositiveBigIntegerField("bytes", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    source = models.CharField("where it is from", max_length=300)
    proof = models.TextField(
        "proof of consent",
        blank=True,
        help_text="How, when and to which words these people agreed. Empty: each must confirm first.",
    )
    labels = models.ManyToManyField("newsletter.Label", blank=True, related_name="+")
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.READING, editable=False)
    trouble = models.CharField(max_length=300, blank=True, editable=False)
    layout = models.JSONField(default=dict, editable=False)  # encoding, delimiter, dialect, columns as they were found
    tally = models.JSONField(
        default=dict, editable=False
    )  # how many of each verdict, of role addresses, and what was done
    read_to = models.PositiveBigIntegerField(default=0, editable=False)
    lines = models.PositiveBigIntegerField(default=0, editable=False)
    applied_to = models.BigIntegerField(default=0, editable=False)
    undone_to = models.BigIntegerField(default=0, editable=False)
    asked_until = models.DateTimeField(null=True, editable=False)  # when the last of its confirmation mails is due
    leased_until = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    applied_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    undone_at = models.DateTimeField(null=True, editable=False)
    forgotten_at = models.DateTimeField("rows deleted", null=True, editable=False)

    class Meta:
        ordering = ["-started_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_moving(self) -> bool:
        return self.stage in MOVING

    @property
    def rows_until(self) -> datetime:
        """When its rows are deleted."""
        return (self.undone_at or self.applied_at or self.read_at or self.started_at) + ROWS_LIFE

    def may_become(self, stage: Stage) -> bool:
        return stage in NEXT.get(Stage(self.stage), set()) and self.forgotten_at is None

    def apply(self, *, by: AbstractBaseUser | None) -> None:
        """Let the worker bring its people into the list. Raises TooLate."""
        self._go(Stage.APPLYING, applied_by=by)

    def undo(self, *, by: AbstractBaseUser | None) -> None:
        """Let the worker take them away again, also when it is half applied. Raises TooLate."""
        self._go(Stage.UNDOING, undone_by=by)

    def drop(self) -> None:
        """Never mind: its rows go with the next round of the worker. Raises TooLate."""
        self._go(Stage.DROPPED)

    def _go(self, stage: Stage, **noted: AbstractBaseUser | None) -> None:
        with transaction.atomic():
            now = Import.objects.select_for_update(no_key=True).get(pk=self.pk)
            if not now.may_become(stage):
                gone = " Its rows are deleted." if now.forgotten_at else ""
                raise TooLate(f"This import is “{now.get_stage_display()}” now.{gone}")
            Import.objects.filter(pk=self.pk).update(stage=stage, leased_until=None, **noted)
        self.refresh_from_db()


class ImportRow(models.Model):
    """A line of the file. `made` is the subscriber that applying it made, which undoing takes away again. With
    `confirmed_at` there is proof that they agreed; the moments count only for somebody new."""

    parent = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)  # see `indexes`
    line = models.PositiveBigIntegerField()
    typed = models.CharField(max_length=320)
    address = models.CharField(max_length=LONGEST, blank=True)
    key = models.CharField(max_length=LONGEST, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    verdict = models.PositiveSmallIntegerField(choices=Verdict)
    problem = models.CharField(max_length=120, blank=True)
    is_role = models.BooleanField(default=False)  # info@, abuse@ … (RFC 2142)
    told = models.JSONField(default=dict)  # the other columns that count: topics, labels, proof
    asked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    made = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["parent", "verdict", "id"], name="import_verdict"),
            models.Index(fields=["key", "parent"], name="import_key"),
            models.Index(fields=["parent", "id"], condition=Q(is_role=True), name="import_role"),
        ]

    def __str__(self) -> str:
        return f"line {self.line}"


class ImportGift(models.Model):
    """A label or a topic that somebody bears because of an import, and did not bear before."""

    parent = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="gifts")
    subscriber = models.ForeignKey("newsletter.Subscriber", on_delete=models.CASCADE, related_name="+")
    label = models.ForeignKey("newsletter.Label", null=True, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("articles.Topic", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.label or self.topic}"
