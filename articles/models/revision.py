"""What a page said when it was frozen. Its content, drawing and hash are written once and never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from articles.models.site import SiteVersion
from articles.rendering import Rendering, render
from articles.sharing import share_of
from articles.snapshot import Snapshot, digest
from articles.storing import keep_drawn

RENEWED = "A record that this page shows was changed."  # the note of a text that stayed while a record changed


class RevisionQuerySet(models.QuerySet["Revision"]):
    def waiting_or_live(self) -> RevisionQuerySet:
        return self.filter(Q(publication__isnull=False) | Q(schedules__isnull=False)).distinct()

    def not_saying(self, name: str, said: dict[str, Any] | None) -> RevisionQuerySet:
        """Those whose page chose the record `name` but that say something else of it than `said` (None: nothing)."""
        return self.saying_otherwise({name: said})

    def saying_otherwise(self, said: Mapping[str, dict[str, Any] | None]) -> RevisionQuerySet:
        """The same for several records."""
        other = Q(pk__in=[])
        for name, says in said.items():
            other |= Q(name=name) & ~Q(digest=digest_of(says))
        return self.filter(pk__in=Embed.objects.filter(other).values("revision"))


class Revision(models.Model):
    """`content` is the snapshot, `html` its text as first drawn, `sha256` covers both. `version` is the page's version
    that was frozen, or nothing where the text came from elsewhere."""

    page = models.ForeignKey("Page", on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=300, blank=True)
    is_major = models.BooleanField(default=True)
    overridden = models.JSONField(default=list)  # the gate's warnings that its publisher passed over
    override_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    html = models.TextField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["page", "-created_at"], name="revision_history")]

    def __str__(self) -> str:
        return f"Revision {self.pk}"

    @classmethod
    def freeze(
        cls,
        snapshot: Snapshot,
        *,
        page: models.Model,
        version: int | None,
        by: AbstractBaseUser,
        **facts: Any,
    ) -> Revision:
        """Draw `snapshot` and keep it, with a row for every record its editor chose. `facts` are its `note`, whether it
        is a major change, and what of the gate was passed over."""
        revision = cls.drawn(snapshot, page_id=page.pk, version=version, created_by=by, **facts)
        revision.save(force_insert=True)
        Embed.objects.bulk_create(revision.embedded())
        revision.illustrate()
        return revision

    @classmethod
    def drawn(cls, snapshot: Snapshot, **facts: Any) -> Revision:
        """The same, not saved yet."""
        rendering = render(snapshot)
        content = snapshot.to_json()
        revision = cls(content=content, html=rendering.html, sha256=digest(content, rendering.html), **facts)
        revision.snapshot, revision.rendering = snapshot, rendering
        return revision

    def illustrate(self) -> None:
        """Draw its share picture once all is committed: where the disk is full the log says so, and nothing is lost."""
        transaction.on_commit(self._draw_share, robust=True)

    def _draw_share(self) -> None:
        share = share_of(self.snapshot)
        if share and keep_drawn(share):
            SiteVersion.advance()  # pages name the picture once it is there

    def embedded(self) -> list[Embed]:
        records = self.snapshot.records
        return [
            Embed(revision=self, name=name, digest=digest_of(records.get(name)))
            for name in sorted(self.snapshot.embedded)
        ]

    @cached_property
    def snapshot(self) -> Snapshot:
        return Snapshot.from_json(self.content)

    @cached_property
    def rendering(self) -> Rendering:
        """Its text in today's templates; what the revision keeps is not touched."""
        return render(self.snapshot)

    @property
    def pin(self) -> str:
        """The beginning of its hash: what an address calls it by."""
        return self.sha256[:12]

    def is_intact(self) -> bool:
        return self.sha256 == digest(self.content, self.html)


class Embed(models.Model):
    """`revision` chose the record called `name` and says `digest` of it; an empty digest: not for readers yet."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="embeds")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["name", "revision"], name="embed_once")]

    def __str__(self) -> str:
        return self.name


def digest_of(said: dict[str, Any] | None) -> str:
    return "" if said is None else digest(said)
