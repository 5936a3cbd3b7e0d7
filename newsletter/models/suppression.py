"""Who must not be written to: kept as hashes, so that it outlives the address itself."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from newsletter.tokens import keyed_hash


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def holds(self, key: str, *, reason: str = "") -> bool:
        """Whether this address is not written to, for this reason or for any."""
        found = self.filter(digest=digest_of(key))
        return (found.filter(reason=reason) if reason else found).exists()

    def add_for(self, key: str, *, reason: str) -> None:
        """The first reason stays."""
        self.bulk_create([Suppression(digest=digest_of(key), reason=reason)], ignore_conflicts=True)

    def lift(self, key: str) -> None:
        """Only for the person's own wish, proved by a link that went to their mailbox."""
        self.filter(digest=digest_of(key)).delete()


class Suppression(models.Model):
    """The keyed hash of an address key. Whoever knows an address can look it up; nobody can read it back."""

    class Reason(models.TextChoices):
        LEFT = "left", "Left"
        BOUNCED = "bounced", "Mail came back for good"
        COMPLAINED = "complained", "Reported a letter as spam"
        STAFF = "staff", "Taken off by staff"

    digest = models.CharField(max_length=64, unique=True, editable=False)
    reason = models.CharField(max_length=20, choices=Reason)
    suppressed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        indexes = [models.Index(fields=["reason"], name="suppression_reason")]

    def __str__(self) -> str:
        return f"{self.digest[:12]}…, {self.get_reason_display()}"


def digest_of(key: str) -> str:
    return keyed_hash("suppression", key)
