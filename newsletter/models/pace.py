"""How fast letters may go: overall, for one campaign, to one domain. Counted in the database, so for all workers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

MINUTE = timedelta(minutes=1)
OVERALL = "overall"
FIRST_LIMIT = 60  # messages a minute, for a domain that asked for a break before anything was counted
GROWS_BACK = timedelta(minutes=10)  # so long a domain must be content before it gets twice as much
GROWN = 1000  # messages a minute: from here on a domain needs no limit any more
PAUSE = timedelta(minutes=1)


class Pace(models.Model):
    """How many messages a minute something may get: `name` is "overall", "campaign:<id>" or "domain:<domain>". The
    window is the minute that `used` counts; before `closed_until` nothing goes. A domain's row is made by its first
    421 or 454, with half of what it got, and forgotten when it has grown back."""

    name = models.CharField(max_length=270, unique=True)
    per_minute = models.PositiveIntegerField(null=True)
    window = models.DateTimeField(default=timezone.now)
    used = models.PositiveIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def take(cls, name: str, wanted: int, *, limit: int | None) -> int:
        """How many of `wanted` may go now, by `limit` messages a minute (nothing: only a pause holds them up); they
        count as used. To be called in a transaction: the row stays locked, so that no two workers use one number."""
        if limit is not None:
            cls.objects.bulk_create([cls(name=name)], ignore_conflicts=True)
        pace = cls.objects.select_for_update().filter(name=name).first()
        if pace is None:
            return wanted
        pace.per_minute = limit
        return pace._take(wanted, timezone.now())

    @classmethod
    def put_back(cls, name: str, many: int) -> None:
        """They did not go after all."""
        cls.objects.filter(name=name).update(used=Case(When(used__gt=many, then=F("used") - many), default=Value(0)))

    @classmethod
    def sort_out(cls, found: Iterable[tuple[int, str]]) -> tuple[list[int], list[int]]:
        """Of keys with their domains: which may go now, and which must wait. To be called in a transaction."""
        by_name: dict[str, list[int]] = {}
        for pk, domain in found:
            by_name.setdefault(f"domain:{domain}", []).append(pk)
        held: list[int] = []
        for pace in cls.objects.select_for_update().filter(name__in=by_name).order_by("name"):
            mine = by_name[pace.name]
            held += mine[pace._take(len(mine), timezone.now()) :]
        waiting = set(held)
        return [pk for mine in by_name.values() for pk in mine if pk not in waiting], held

    @classmethod
    def slow_down(cls, domain: str) -> None:
        """A server of `domain` said 421 or 454: half as much from now on, and nothing for a minute."""
        with transaction.atomic():
            cls.objects.bulk_create([cls(name=f"domain:{domain}", per_minute=FIRST_LIMIT)], ignore_conflicts=True)
            pace = cls.objects.select_for_update().get(name=f"domain:{domain}")
            now = timezone.now()
            if pace.closed_until is None or pace.closed_until < now:  # several workers hear of one trouble
                pace.per_minute = max(1, (pace.per_minute or FIRST_LIMIT) // 2)
                pace.closed_until, pace.changed_at = now + PAUSE, now
                pace.save()

    @classmethod
    def close(cls, name: str, *, until: datetime) -> None:
        """Nothing goes before `until`."""
        cls.objects.bulk_create([cls(name=name, per_minute=None)], ignore_conflicts=True)
        cls.objects.filter(name=name).update(closed_until=until)

    @classmethod
    def grow_back(cls) -> None:
        """Domains that were content for a while get twice as much; those that have grown are free again."""
        slow = cls.objects.filter(name__startswith="domain:", changed_at__lt=timezone.now() - GROWS_BACK)
        if not slow.exists():
            return
        with transaction.atomic():
            for pace in slow.select_for_update(skip_locked=True).order_by("name"):
                pace._grow()

    def _grow(self) -> None:
        self.per_minute = 2 * (self.per_minute or FIRST_LIMIT)
        if self.per_minute > GROWN:
            self.delete()
        else:
            self.changed_at = timezone.now()
            self.save(update_fields=["per_minute", "changed_at"])

    def _take(self, wanted: int, now: datetime) -> int:
        if self.closed_until and self.closed_until > now:
            return 0
        if now - self.window >= MINUTE or now < self.window:
            self.window, self.used = now, 0
        granted = wanted if self.per_minute is None else max(0, min(wanted, self.per_minute - self.used))
        self.used += granted
        self.save(update_fields=["per_minute", "window", "used"])
        return granted


def overall_limit() -> int | None:
    """Messages a minute from all workers together, or nothing for no limit."""
    return settings.NEWSLETTER_PER_MINUTE
