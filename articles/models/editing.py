"""Who is at a page now, and what somebody typed that could not be saved."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone

HERE_FOR = timedelta(seconds=90)  # after the last sign of life
KEPT_FOR = timedelta(days=30)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now(self) -> PresenceQuerySet:
        return self.filter(seen_at__gt=timezone.now() - HERE_FOR)

    def besides(self, user: AbstractBaseUser) -> PresenceQuerySet:
        return self.exclude(user=user)


class Presence(models.Model):
    """`user` has the writing screen of `page` open; the screen says so every half minute."""

    page = models.ForeignKey("Page", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user} at {self.page}"


class Typed(models.Model):
    """What `by` typed on top of `based_on` while somebody else saved, outliving the session. `content` is the form as
    it was sent, and the name of the browser's own copy of it."""

    page = models.ForeignKey("Page", on_delete=models.CASCADE, related_name="typed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    based_on = models.PositiveIntegerField()
    content = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.by} on {self.page}"


def forget_old() -> int:
    """Presences of an hour ago and typed texts of a month ago; returns how many rows went."""
    now = timezone.now()
    gone = Presence.objects.filter(seen_at__lt=now - timedelta(hours=1)).delete()[0]
    return gone + Typed.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
