"""The audit trail of exports: who took the list, when, which part, why, and what exactly it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from newsletter.models.subscriber import State

DAY = timedelta(hours=24)  # within which what a second person agreed to can be downloaded


class Dialect(models.TextChoices):
    SPREADSHEET = "spreadsheet", "For a spreadsheet: nothing in it is run as a formula"
    MACHINE = "machine", "For a program: every cell exactly as it is"


class Format(models.TextChoices):
    CSV = "csv", "CSV"
    NDJSON = "ndjson", "NDJSON"
    XLSX = "xlsx", "XLSX"


class Status(models.TextChoices):
    WAITING = "waiting", "Waits for a second person"
    AGREED = "agreed", "Agreed to, not downloaded yet"
    LAPSED = "lapsed", "Agreed to, but not downloaded in time"
    DECLINED = "declined", "Declined"
    GOING = "going", "Broken off or still running"
    BROKEN = "broken", "Broken off"
    FINISHED = "finished", "Finished"


class TooLate(Exception):
    """What was wanted cannot be done with this export, or not any more; the words say why."""


class ExportQuerySet(models.QuerySet["Export"]):
    def waiting(self) -> ExportQuerySet:
        """For a second person. Without columns are those from the time before there were requests."""
        return self.filter(begun_at=None, finished_at=None, agreed_at=None).exclude(columns=[])


class Export(models.Model):
    """Written before the first byte leaves. Without `finished_at` it was broken off, or is still going on.

    A request that needs a second person has no `begun_at`; `finished_at` without one says that it was declined."""

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )  # null: from the command line, without a name
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField("whom", max_length=20, choices=State, blank=True)
    dialect = models.CharField(max_length=12, choices=Dialect, default=Dialect.SPREADSHEET)
    format = models.CharField(max_length=8, choices=Format, default=Format.CSV)
    terms = models.JSONField("filter", default=dict)  # besides the state: what `exporting` can filter by
    columns = models.JSONField(default=list)
    reason = models.CharField(max_length=300)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )  # a second person, where so many rows need one
    agreed_at = models.DateTimeField(null=True, editable=False)
    is_only_named = models.BooleanField(default=False, editable=False)  # on the command line: nobody was asked here
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    begun_at = models.DateTimeField("first byte", null=True, editable=False)
    rows = models.PositiveBigIntegerField(null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    broken_off_at = models.DateTimeField(null=True, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def start(cls, *, by: AbstractBaseUser | None, reason: str, **chosen: Any) -> Export:
        """One that begins at once. `chosen`: state, terms, columns, dialect, format."""
        return cls.objects.create(started_by=by, reason=reason, begun_at=timezone.now(), **chosen)

    @classmethod
    def ask(cls, *, by: AbstractBaseUser, reason: str, **chosen: Any) -> Export:
        """One that waits until somebody else agrees."""
        return cls.objects.create(started_by=by, reason=reason, **chosen)

    @property
    def status(self) -> Status:
        if self.begun_at is None:
            return self._asked()
        if self.finished_at:
            return Status.FINISHED
        return Status.BROKEN if self.broken_off_at else Status.GOING

    @property
    def lapses_at(self) -> datetime | None:
        return self.agreed_at and self.agreed_at + DAY

    @property
    def file_name(self) -> str:
        return f"subscribers-{self.state or 'all'}-{self.started_at:%Y-%m-%d}.{self.format}"

    def agree(self, *, by: AbstractBaseUser) -> None:
        with transaction.atomic():
            mine = self._open_to(by)
            mine.agreed_by, mine.agreed_at = by, timezone.now()
            mine.save(update_fields=["agreed_by", "agreed_at"])

    def agree_by_name(self, second: AbstractBaseUser) -> None:
        """As the command line says; nobody was asked here, and the record says that too."""
        self.agreed_by, self.agreed_at, self.is_only_named = second, timezone.now(), True
        self.save(update_fields=["agreed_by", "agreed_at", "is_only_named"])

    def decline(self, *, by: AbstractBaseUser) -> None:
        with transaction.atomic():
            mine = self._open_to(by)
            mine.declined_by, mine.finished_at = by, timezone.now()
            mine.save(update_fields=["declined_by", "finished_at"])

    def begin(self, *, by: AbstractBaseUser) -> None:
        """The one download of what was agreed to, for the one who asked."""
        now = timezone.now()
        mine = Export.objects.filter(pk=self.pk, started_by=by, begun_at=None, finished_at=None)
        if not mine.filter(agreed_at__gt=now - DAY).update(begun_at=now):
            raise TooLate("It can be downloaded once, within 24 hours, after somebody else has agreed.")
        self.refresh_from_db()

    def tell(self) -> None:
        """How far it is."""
        Export.objects.filter(pk=self.pk).update(rows=self.rows)

    def break_off(self) -> None:
        """Nothing is told of an end that there was not; of rows, those that had left."""
        self.rows, self.broken_off_at = self.rows or None, timezone.now()
        self.save(update_fields=["rows", "broken_off_at"])

    def finish(self, *, rows: int, sha256: str) -> None:
        self.rows, self.sha256, self.finished_at = rows, sha256, timezone.now()
        self.save(update_fields=["rows", "sha256", "finished_at"])

    def _asked(self) -> Status:
        if self.finished_at:
            return Status.DECLINED if self.declined_by_id else Status.FINISHED
        if not self.columns:  # as in `waiting`
            return Status.GOING
        if self.agreed_at is None:
            return Status.WAITING
        return Status.AGREED if self.lapses_at > timezone.now() else Status.LAPSED

    def _open_to(self, by: AbstractBaseUser) -> Export:
        """The row, locked, as far as this person may answer it."""
        mine = Export.objects.select_for_update(no_key=True).get(pk=self.pk)
        if mine.status != Status.WAITING:
            raise TooLate(f"Nobody is asked any more: {mine.status.label.lower()}.")
        if mine.started_by_id == by.pk:
            raise TooLate("You asked for it yourself: somebody else has to agree.")
        return mine
