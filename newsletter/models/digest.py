"""The digest: how often a letter drafts itself from what went live."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

WEEK = timedelta(days=7)


class Digest(models.Model):
    """One row. `drafted_at` is the moment up to which pages have been looked at."""

    WEEKDAYS = list(enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]))

    is_on = models.BooleanField("draft a digest every week", default=False)
    weekday = models.PositiveSmallIntegerField("on", choices=WEEKDAYS, default=4)
    hour = models.PositiveSmallIntegerField("at (hour of the day)", default=8)
    subject = models.CharField(max_length=150, default="New on [[site]]")
    segment = models.ForeignKey("newsletter.Segment", null=True, blank=True, on_delete=models.SET_NULL)
    drafted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ("change", "view")
        verbose_name_plural = "digest"

    def __str__(self) -> str:
        return "Weekly digest"

    def save(self, **kwargs: Any) -> None:
        """The one row. Switched on, it begins with its last hour: the first digest tells of the week that is running,
        not of all that ever went live."""
        self.pk = 1
        if self.is_on and not Digest.objects.filter(pk=1, is_on=True).exists():
            began = self.last_hour(timezone.now())
            self.drafted_at = max(began, self.drafted_at or began)
        super().save(**{**kwargs, "force_insert": False})

    @classmethod
    def current(cls) -> Digest:
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def is_due(self, now: datetime) -> bool:
        """Its hour has come since pages were last looked at, however many times."""
        return self.is_on and (self.drafted_at is None or self.drafted_at < self.last_hour(now))

    def last_hour(self, now: datetime) -> datetime:
        """The newest of its hours that has come, by the clocks of the site."""
        today = timezone.localdate(now)
        day = today - timedelta(days=(today.weekday() - self.weekday) % 7)
        hour = self._hour_on(day)
        return hour if hour <= now else self._hour_on(day - WEEK)

    def next_hour(self, now: datetime) -> datetime:
        return self._hour_on(timezone.localdate(self.last_hour(now)) + WEEK)

    def _hour_on(self, day: date) -> datetime:
        """In UTC. An hour that the clocks leave out is the one after it; one that comes twice is the first of both."""
        return datetime.combine(day, time(self.hour), timezone.get_default_timezone()).astimezone(UTC)
