"""Which revision readers were shown, from when until when."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from articles.models.revision import Revision


class ShowingQuerySet(models.QuerySet["Showing"]):
    def first_of(self, page_id: int) -> datetime:
        """When the page first went live."""
        return self.filter(page_id=page_id).earliest("shown_from").shown_from

    def open(self) -> ShowingQuerySet:
        return self.filter(shown_until__isnull=True)


class Showing(models.Model):
    """Answers "the page on 1 March" and "wrong from when until when". The open one is what readers see now."""

    page = models.ForeignKey("Page", on_delete=models.PROTECT, related_name="showings")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="showings")
    shown_from = models.DateTimeField()
    shown_until = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300, blank=True)

    objects = ShowingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-shown_from", "-pk"]
        indexes = [models.Index(fields=["page", "shown_from"], name="showing_by_day")]

    def __str__(self) -> str:
        return f"{self.revision} from {self.shown_from:%Y-%m-%d %H:%M}"

    @classmethod
    def start(cls, revision: Revision, *, by: AbstractBaseUser, at: datetime) -> Showing:
        """Readers see `revision` from now on; what they saw before ends at the same moment."""
        cls.end(revision.page_id, at=at)
        return cls.objects.create(page_id=revision.page_id, revision=revision, shown_from=at, by=by, why=revision.note)

    @classmethod
    def end(cls, page_id: int, *, at: datetime) -> None:
        cls.objects.open().filter(page_id=page_id).update(shown_until=at)
