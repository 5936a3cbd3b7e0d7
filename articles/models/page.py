"""What editors write: a working copy that no reader ever sees, and the verbs that bring it to readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from content_editor.contents import contents_for_item
from content_editor.models import PluginBase, Region
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.gate import Finding, Links, findings
from articles.markup import clean, internal_links, unprintable
from articles.models.destination import leading_nowhere
from articles.models.embedding import said_of
from articles.models.publication import Publication, Withdrawal
from articles.models.record import new_key
from articles.models.revision import Revision
from articles.models.showing import Showing
from articles.models.site import SiteVersion
from articles.models.topic import PageTopic
from articles.snapshot import ROOTS, Question, Snapshot
from articles.snapshot import Topic as FrozenTopic

CHILDREN = {"article": "article", "strain": "strainprofile", "standing": "standingpage"}
KINDS = {root.rstrip("/"): kind for kind, root in ROOTS.items()}


class Refused(Exception):
    """The act is not possible now; the message says why and what to do."""


class Conflict(Refused):
    """Somebody saved the page meanwhile."""


class NotReady(Refused):
    """The gate found what must be mended first: see `findings`."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__("Some things must be mended before this can be published.")
        self.findings = found


class PageQuerySet(models.QuerySet["Page"]):
    def kept(self) -> PageQuerySet:
        """Those not in the trash."""
        return self.filter(trashed_at__isnull=True)

    def meant_for(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of `paths` at which one of these pages will stand once it is published."""
        wanted = Q(pk__in=[])
        for path in paths:
            folder, _, slug = path.rpartition("/")
            wanted |= Q(kind=KINDS.get(folder, ""), slug=slug)
        return frozenset(ROOTS[kind] + slug for kind, slug in self.filter(wanted).values_list("kind", "slug"))

    def locked(self) -> list[int]:
        """Every act on pages begins here, so that no two wait for each other: pages first, in the order of their keys.
        NO KEY, because a row that merely points at a page must not have to wait."""
        return list(self.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


class Page(models.Model):
    """`version` grows with each save and is the conflict token; a smaller `published_version` means changed since."""

    KIND: ClassVar[str] = ""
    regions: ClassVar[list[Region]] = [Region(key="main", title="Body")]

    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=20, editable=False)
    title = models.CharField(max_length=200)
    slug = models.SlugField("address", max_length=80)
    standfirst = models.TextField(
        blank=True, help_text="One or two sentences under the title: what the reader will learn."
    )
    description = models.CharField(max_length=300, blank=True, help_text="For search engines: 50 to 165 characters.")
    picture = models.ForeignKey("Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    topics = TaggableManager(through=PageTopic, blank=True, verbose_name="topics")
    version = models.PositiveIntegerField(default=0, editable=False)
    published_version = models.PositiveIntegerField(null=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    trashed_at = models.DateTimeField(null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        permissions = [("publish_page", "Can publish a page"), ("withdraw_page", "Can withdraw a page")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                condition=Q(trashed_at__isnull=True),
                name="page_slug_once_a_kind",
                violation_error_message="Another page of this kind has this address. Choose another one.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        self.kind = self.kind or self.KIND
        super().save(**kwargs)

    def validate_constraints(self, exclude: set[str] | None = None) -> None:
        """Also when a form leaves out `kind`: Django skips a constraint if one of its fields is not on the form."""
        self.kind = self.kind or self.KIND
        super().validate_constraints(exclude=set(exclude or ()) - {"kind", "trashed_at"})

    def publish(
        self, *, by: AbstractBaseUser, note: str = "", is_major: bool = True, version: int | None = None
    ) -> Publication:
        """Freeze the working copy and show it to readers. Raises Conflict if it is no longer at `version`, NotReady
        with all that the gate found, AddressTaken."""
        with transaction.atomic():
            page = self.locked()
            if version is not None and page.version != version:
                raise Conflict("Somebody saved this page meanwhile. Look at what changed, then publish again.")
            snapshot = page.snapshot()
            page._pass_gate(snapshot)
            page.schedules.filter(revision__isnull=False).delete()  # or an older text would come back at its hour
            revision = Revision.freeze(snapshot, page=page, version=page.version, by=by, note=note, is_major=is_major)
            return page.show(revision, by=by)

    def show(self, revision: Revision, *, by: AbstractBaseUser) -> Publication:
        """Make `revision` what readers see, be it new or an old one."""
        with transaction.atomic():
            page = self.locked()
            if revision.page_id != page.pk:
                raise Refused("This revision belongs to another page.")
            if page.trashed_at:
                raise Refused("This page is in the trash. Restore it first.")
            Withdrawal.objects.filter(page=page).delete()
            publication = Publication.of(revision, by=by)
            Page.objects.filter(pk=page.pk).update(published_version=revision.version)
            SiteVersion.advance()
            return publication

    def withdraw(self, *, by: AbstractBaseUser, why: str) -> None:
        """Take the page away from readers, who are told `why`; its history stays."""
        with transaction.atomic():
            page = self.locked()
            if not Publication.objects.filter(page=page).delete()[0]:
                raise Refused("This page is not live, so there is nothing to withdraw.")
            now = timezone.now()
            Showing.end(page.pk, at=now)
            page.schedules.all().delete()
            Withdrawal.objects.update_or_create(page=page, defaults={"by": by, "why": why, "at": now})
            Page.objects.filter(pk=page.pk).update(published_version=None)
            SiteVersion.advance()

    def locked(self) -> Page:
        """This page as it is now, held until the end of the transaction."""
        Page.objects.filter(pk=self.pk).locked()
        return type(self).objects.get(pk=self.pk)

    def in_kind(self) -> Page:
        """The same page as an article, a strain profile or a standing page."""
        return getattr(self, CHILDREN[self.kind]) if type(self) is Page else self

    def findings(self, snapshot: Snapshot | None = None) -> list[Finding]:
        """All that stands in the way of publishing."""
        snapshot = snapshot or self.snapshot()
        dead = leading_nowhere(internal_links(*snapshot.texts))
        waiting = Page.objects.kept().meant_for(dead)
        return findings(snapshot, Links(dead=dead - waiting, waiting=waiting))

    def snapshot(self) -> Snapshot:
        """The working copy with today's records."""
        blocks = tuple(block.snapshot() for block in self.blocks())
        faq = tuple(Question(e.anchor, unprintable(e.question), clean(e.answer)) for e in self.faq.all())
        topics = tuple(FrozenTopic(t.key, t.slug, t.name) for t in self.topics.order_by("slug"))
        bare = Snapshot(
            kind=self.kind,
            key=self.key,
            slug=self.slug,
            title=unprintable(self.title),
            standfirst=unprintable(self.standfirst),
            description=unprintable(self.description),
            picture=self.picture.embed_name if self.picture else "",
            says=self.says(),
            shows=self.shows(),
            topics=topics,
            blocks=blocks,
            faq=faq,
        )
        return bare.with_records(said_of(bare.chosen))

    def blocks(self) -> list[PluginBase]:
        return list(contents_for_item(self, self.block_models(), regions=self.regions).main)

    def says(self) -> dict[str, Any]:
        """What this kind of page has of its own."""
        return {}

    def shows(self) -> tuple[str, ...]:
        """Names of the records that this kind of page chose, besides its picture."""
        return ()

    @staticmethod
    def block_models() -> list[type[PluginBase]]:
        return [r.related_model for r in Page._meta.related_objects if issubclass(r.related_model, PluginBase)]

    def _pass_gate(self, snapshot: Snapshot) -> None:
        stops = [finding for finding in self.findings(snapshot) if finding.is_stop]
        if stops:
            raise NotReady(stops)
