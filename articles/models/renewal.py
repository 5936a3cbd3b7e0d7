"""A shared record changed: what shows it is frozen again, from what readers see, never from a working copy."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from articles.models.embedding import said_of
from articles.models.page import Page
from articles.models.person import Person
from articles.models.prepared import Prepared, drop_unsound, stale, unprepared
from articles.models.record import Record
from articles.models.reviewer import say_reviewer
from articles.models.site import SiteSettings
from articles.models.turning import AT_ONCE, BATCH, settle, turn

TRIES = 3  # with the drawing outside the lock; after that the lock is held while drawing
FEW = 5  # are drawn while the lock is held in any case
SLICE = 1.0  # seconds for which the worker goes on with one renewal before it looks after others
LEASE = timedelta(seconds=60)
AGAIN_FOR = timedelta(minutes=10)  # a publish that read the old record may commit this much later


class Progress(NamedTuple):
    done: int
    total: int


class RenewalQuerySet(models.QuerySet["Renewal"]):
    def run(self) -> int:
        """Freeze again what does not say what its records say now; returns how many revisions were replaced."""
        done = sum(renewal.finish() for renewal in self.newest())
        self.forget()
        return done

    def look_again(self) -> int:
        """The same, but what is much goes on in pieces."""
        done = sum(renewal.start() for renewal in self.newest())
        self.forget()
        return done

    def forget(self) -> None:
        self.filter(asked_at__lt=timezone.now() - AGAIN_FOR, done_at__isnull=False).delete()

    def newest(self) -> list[Renewal]:
        """One for each record, because it does what the earlier ones ask for."""
        return list({renewal.name: renewal for renewal in self.order_by("pk")}.values())

    def open(self) -> RenewalQuerySet:
        return self.filter(done_at=None)

    def free(self) -> RenewalQuerySet:
        """Those that no process has in hand, or had in hand when it was killed."""
        return self.filter(Q(taken_until=None) | Q(taken_until__lt=timezone.now()))


class Renewal(models.Model):
    """Somebody changed the record `name`. Kept for a while after it was done, for a publish that began before it.
    `number`: how many revisions were replaced."""

    name = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    taken_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True, db_index=True)
    number = models.PositiveIntegerField(default=0)

    objects = RenewalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def ask(cls, name: str, *, by: AbstractBaseUser) -> None:
        """Run when this transaction has committed; where that fails, or is too much, the worker does it."""
        transaction.on_commit(cls.objects.create(name=name, by=by).start, robust=True)

    @classmethod
    def of(cls, record: Record | SiteSettings, *, by: AbstractBaseUser) -> None:
        """Save `record`, and ask in the same transaction that all that shows it is frozen again."""
        with transaction.atomic():
            if isinstance(record, Person):
                say_reviewer(record)  # pages are locked first, the version of the site last
            record.save()
            for name in record.embed_names:
                cls.ask(name, by=by)

    def start(self) -> int:
        """Do it now if it is little, else leave it to the worker. Returns how many revisions were replaced."""
        if stale(self.name, said_of([self.name]))[: AT_ONCE + 1].count() <= AT_ONCE:
            return self.finish()
        Renewal.objects.filter(pk=self.pk).update(done_at=None)
        return 0

    def finish(self) -> int:
        """All steps, one after the other. Returns how many revisions were replaced."""
        tries = 0
        while (number := self.step(few=FEW if tries < TRIES else None)) is None:
            tries += 1
        while settle(self.name):
            pass
        return number

    def go_on(self, seconds: float = SLICE) -> None:
        """As many steps as fit, unless another process has it in hand."""
        mine = Renewal.objects.open().free().filter(pk=self.pk)
        if not mine.update(taken_until=timezone.now() + LEASE):
            return
        until = time.monotonic() + seconds
        try:
            while self.step() is None and time.monotonic() < until:
                pass
        finally:
            Renewal.objects.filter(pk=self.pk).update(taken_until=None)

    def step(self, *, few: int | None = FEW) -> int | None:
        """Prepare what is missing, a batch of it; where nothing is, turn. Returns how many revisions were replaced, or
        None where there is more to do. What is no more than `few` is drawn while the pages are locked."""
        said = said_of([self.name])
        drop_unsound(self.name, said)
        missing = unprepared(self.name, said)[:BATCH]
        if len(missing) <= FEW:
            return self._turn(few)
        Prepared.prepare(missing, self.name, said, by_id=self.by_id)
        return None

    def _turn(self, few: int | None) -> int | None:
        with transaction.atomic():
            pages = stale(self.name, said_of([self.name])).values("page_id")
            held = set(Page.objects.filter(pk__in=pages).locked())
            said = said_of([self.name])
            if not held.issuperset(stale(self.name, said).values_list("page_id", flat=True)):
                return None  # a page was published meanwhile
            drop_unsound(self.name, said)
            missing = unprepared(self.name, said)
            if few is not None and missing[: few + 1].count() > few:
                return None
            Prepared.prepare(missing, self.name, said, by_id=self.by_id)
            return self._turned(turn(self.name))

    def _turned(self, number: int) -> int:
        mine = Renewal.objects.open().filter(name=self.name, pk__lte=self.pk)
        mine.update(done_at=timezone.now(), number=number)
        return number

    @property
    def progress(self) -> Progress:
        """How many revisions are prepared, of how many."""
        said = said_of([self.name])
        return Progress(Prepared.objects.sound(self.name, said).count(), stale(self.name, said).count())


def work_due() -> None:
    """A piece of what is left to do. The worker calls it each second, so that letters and hours get their turn too."""
    for name in Prepared.objects.filter(revision__isnull=False).values_list("name", flat=True).distinct():
        settle(name)
    for renewal in Renewal.objects.open().newest():
        renewal.go_on()
