"""A shared record changed: what shows it is frozen again, from what readers see, never from a working copy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from articles.models.embedding import Said, said_of
from articles.models.page import Page
from articles.models.publication import Publication
from articles.models.record import Record
from articles.models.revision import RENEWED, Embed, Revision
from articles.models.showing import Showing
from articles.models.site import SiteSettings, SiteVersion

TRIES = 3  # with the drawing outside the lock; after that the lock is held while drawing
AGAIN_FOR = timedelta(minutes=10)  # a publish that read the old record may commit this much later
BATCH = 50
KEPT = ("note", "is_major", "overridden", "override_reason")  # by what waits for its hour


class RenewalQuerySet(models.QuerySet["Renewal"]):
    def run(self) -> int:
        """Freeze again what does not say what its records say now; returns how many revisions were replaced."""
        done = sum(renew(name, by=renewal.by) for name, renewal in self._newest().items())
        self.filter(asked_at__lt=timezone.now() - AGAIN_FOR).delete()
        return done

    def _newest(self) -> dict[str, Renewal]:
        return {renewal.name: renewal for renewal in self.select_related("by").order_by("pk")}


class Renewal(models.Model):
    """Somebody changed the record `name`. Kept for a while after it was done, for a publish that began before it."""

    name = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    objects = RenewalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def ask(cls, name: str, *, by: AbstractBaseUser) -> None:
        """Run when this transaction has committed; where that fails, the worker's next tick runs it."""
        row = cls.objects.create(name=name, by=by)
        transaction.on_commit(cls.objects.filter(pk=row.pk).run, robust=True)

    @classmethod
    def of(cls, record: Record | SiteSettings, *, by: AbstractBaseUser) -> None:
        """Save `record`, and ask in the same transaction that all that shows it is frozen again."""
        with transaction.atomic():
            record.save()
            SiteVersion.advance()
            cls.ask(record.embed_name, by=by)


def renew(name: str, *, by: AbstractBaseUser) -> int:
    """Replaces all live and waiting revisions that say something old of the record `name`, or on an error none."""
    for _ in range(TRIES):
        said = said_of([name])
        stale = _stale(name, said)
        fresh = _drawn(stale, name, said, by=by)  # slow, so before the lock
        with transaction.atomic():
            Page.objects.filter(pk__in={old.page_id for old in stale}).locked()
            if [old.pk for old in _stale(name, said)] == [old.pk for old in stale]:
                return _write(stale, fresh, by=by)
    with transaction.atomic():
        Page.objects.filter(pk__in=_stale(name, said_of([name])).values("page_id")).locked()
        said = said_of([name])
        stale = _stale(name, said)
        return _write(stale, _drawn(stale, name, said, by=by), by=by)


def _stale(name: str, said: Said) -> models.QuerySet[Revision]:
    return Revision.objects.waiting_or_live().not_saying(name, said.get(name)).order_by("page_id", "pk")


def _drawn(stale: Iterable[Revision], name: str, said: Said, *, by: AbstractBaseUser) -> list[Revision]:
    """What they become: the same text with today's record, in the same version of the page. One that waits is still to
    be shown for the reason that its editor gave."""
    drawn = []
    live = set(Publication.objects.filter(revision__in=stale).values_list("revision_id", flat=True))
    for old in stale:
        kept = {known: says for known, says in old.snapshot.records.items() if known != name}
        snapshot = old.snapshot.with_records(kept | said)
        facts = {"page_id": old.page_id, "version": old.version, "created_by": by}
        facts |= {"note": RENEWED, "is_major": False} if old.pk in live else {name: getattr(old, name) for name in KEPT}
        drawn.append(Revision.drawn(snapshot, **facts))
    return drawn


def _write(stale: Iterable[Revision], fresh: list[Revision], *, by: AbstractBaseUser) -> int:
    if not fresh:
        return 0
    Revision.objects.bulk_create(fresh, batch_size=BATCH)
    Embed.objects.bulk_create([embed for revision in fresh for embed in revision.embedded()], batch_size=BATCH * 10)
    now = timezone.now()
    for old, revision in zip(stale, fresh, strict=True):
        revision.illustrate()
        old.schedules.update(revision=revision)
        for publication in Publication.objects.cards().filter(revision=old):
            publication.turn_to(revision)
            Showing.start(revision, by=by, at=now)
    SiteVersion.advance()
    return len(fresh)
