"""The audit trail of exports: who took the list, when, which part, why, and what exactly it was."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone

from newsletter.models.subscriber import State


class Export(models.Model):
    """Written before the first byte leaves. Without `finished_at` it was broken off, or is still going on."""

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )  # null: from the command line, without a name
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField("whom", max_length=20, choices=State, blank=True)
    reason = models.CharField(max_length=300)
    rows = models.PositiveBigIntegerField(null=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-started_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def start(cls, *, by: AbstractBaseUser | None, state: str, reason: str) -> Export:
        return cls.objects.create(started_by=by, state=state, reason=reason)

    def finish(self, *, rows: int, sha256: str) -> None:
        self.rows, self.sha256, self.finished_at = rows, sha256, timezone.now()
        self.save(update_fields=["rows", "sha256", "finished_at"])

    @property
    def file_name(self) -> str:
        return f"subscribers-{self.state or 'all'}-{self.started_at:%Y-%m-%d}.csv"
