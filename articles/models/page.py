"""What editors write: a working copy that no reader ever sees, and the verbs that bring it to readers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from content_editor.models import Region
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.gate import Finding, Links, findings
from articles.markup import internal_links
from articles.models.destination import leading_nowhere
from articles.models.embedding import said_of
from articles.models.filing import unfile
from articles.models.publication import Publication, Withdrawal
from articles.models.record import new_key
from articles.models.refused import Conflict, NotReady, Refused
from articles.models.review import HandingIn
from articles.models.reviewable import Reviewable
from articles.models.revision import Revision
from articles.models.showing import Showing
from articles.models.site import SiteVersion
from articles.models.topic import PageTopic
from articles.models.working_copy import WorkingCopy
from articles.snapshot import ROOTS, Snapshot

CHILDREN = {"article": "article", "strain": "strainprofile", "standing": "standingpage"}
KINDS = {root.rstrip("/"): kind for kind, root in ROOTS.items()}


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


class Page(Reviewable, WorkingCopy):
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
        permissions = [
            ("change_any_page", "Can change pages of others"),
            ("hand_in_page", "Can hand a page in for review"),
            ("publish_page", "Can publish a page"),
            ("review_page", "Can review a page"),
            ("withdraw_page", "Can withdraw a page"),
        ]
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
        self,
        *,
        by: AbstractBaseUser,
        note: str = "",
        is_major: bool = True,
        version: int | None = None,
        override: str = "",
    ) -> Publication:
        """Freeze the working copy and show it to readers. `override` is the reason for passing over warnings. Raises
        Conflict if it is no longer at `version`, NotReady with what the gate found, AddressTaken."""
        with transaction.atomic():
            page = self.locked()
            page._own_version(page.version if version is None else version)
            page.schedules.filter(revision__isnull=False).delete()  # or an older text would come back at its hour
            return page.show(page._ready(by=by, note=note, is_major=is_major, override=override), by=by)

    def show_again(self, revision: Revision, *, by: AbstractBaseUser, note: str) -> Publication:
        """Bring an old revision back to readers, with today's records and through the gate; the working copy stays. Its
        note is the reason, too, for whatever the gate warns of: going back must not be made to wait."""
        with transaction.atomic():
            page = self.locked()
            page._own(revision)
            snapshot = revision.snapshot.with_records(said_of(revision.snapshot.chosen))
            passed = page._pass_gate(snapshot, override=note or "An older text was brought back.")
            page.schedules.filter(revision__isnull=False).delete()  # or its hour would undo the going back
            again = Revision.freeze(snapshot, page=page, version=None, by=by, note=note, **passed)
            return page.show(again, by=by)

    def schedule(
        self,
        *,
        at: datetime,
        by: AbstractBaseUser,
        note: str,
        is_major: bool = True,
        version: int,
        override: str = "",
    ) -> None:
        """Freeze the working copy for its hour; the gate looks at it now and again then."""
        with transaction.atomic():
            page = self.locked()
            page._own_version(version)
            revision = page._ready(by=by, note=note, is_major=is_major, override=override)
            page.schedules.create(revision=revision, at=at, by=by, why=note)

    def schedule_withdrawal(self, *, at: datetime, by: AbstractBaseUser, why: str) -> None:
        with transaction.atomic():
            page = self.locked()
            if not Publication.objects.filter(page=page).exists():
                raise Refused("This page is not live, so there is nothing to withdraw.")
            page.schedules.create(at=at, by=by, why=why)

    def trash(self, *, by: AbstractBaseUser) -> None:
        """Out of every list of editors; history and addresses stay, and so does the way back."""
        with transaction.atomic():
            page = self.locked()
            if Publication.objects.filter(page=page).exists():
                raise Refused("This page is live. Withdraw it first, so that readers are told why it is gone.")
            page.schedules.all().delete()
            HandingIn.objects.filter(page=page).delete()
            Page.objects.filter(pk=page.pk).update(trashed_at=timezone.now(), trashed_by=by)

    def restore(self) -> None:
        """Out of the trash again. Where its address belongs to another page now, it gets a free one."""
        with transaction.atomic():
            page = self.locked()
            slug = page.slug if page._is_free(page.slug) else f"{page.slug[:67]}-{page.key}"
            Page.objects.filter(pk=page.pk).update(trashed_at=None, trashed_by=None, slug=slug)

    def show_at_last(self, revision: Revision, *, by: AbstractBaseUser) -> Publication:
        """Its hour has come: the gate looks again, because links and records may have gone meanwhile."""
        with transaction.atomic():
            page = self.locked()
            page._pass_gate(revision.snapshot, override="Nobody is there to be asked at its hour.")
            return page.show(revision, by=by)

    def show(self, revision: Revision, *, by: AbstractBaseUser) -> Publication:
        """Make `revision` what readers see, be it new or an old one."""
        with transaction.atomic():
            page = self.locked()
            page._own(revision)
            Withdrawal.objects.filter(page=page).delete()
            publication = Publication.of(revision, by=by)
            Page.objects.filter(pk=page.pk).update(published_version=revision.version)
            SiteVersion.advance()
            return publication

    def withdraw(self, *, by: AbstractBaseUser, why: str) -> None:
        """Take the page away from readers, who are told `why`; its history stays, and nothing waits any more."""
        with transaction.atomic():
            page = self.locked()
            page.schedules.all().delete()  # or it would be back at its hour
            page.withdraw_at_last(by=by, why=why)

    def withdraw_at_last(self, *, by: AbstractBaseUser, why: str) -> None:
        """The same when its hour has come: later hours were given by somebody who knew of it, and stay."""
        with transaction.atomic():
            page = self.locked()
            unfile(page.pk)
            if not Publication.objects.filter(page=page).delete()[0]:
                raise Refused("This page is not live, so there is nothing to withdraw.")
            now = timezone.now()
            Showing.end(page.pk, at=now, why=why)
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

    def _own(self, revision: Revision) -> None:
        if revision.page_id != self.pk:
            raise Refused("This revision belongs to another page.")
        if self.trashed_at:
            raise Refused("This page is in the trash. Restore it first.")

    def _own_version(self, version: int) -> None:
        if self.version != version:
            raise Conflict("Somebody saved this page meanwhile. Look at what changed, then publish again.")

    def _ready(self, *, by: AbstractBaseUser, note: str, is_major: bool, override: str) -> Revision:
        """The working copy, frozen once the gate let it through."""
        snapshot = self.snapshot()
        passed = self._pass_gate(snapshot, override=override)
        facts = {"note": note, "is_major": is_major} | passed
        return Revision.freeze(snapshot, page=self, version=self.version, by=by, **facts)

    def _pass_gate(self, snapshot: Snapshot, *, override: str) -> dict[str, Any]:
        """What a revision keeps of it: the warnings passed over, and why. Raises NotReady with the stops, or with the
        warnings where there is no reason to pass over them."""
        found = self.findings(snapshot)
        stops = [finding for finding in found if finding.is_stop]
        if stops or (found and not override.strip()):
            raise NotReady(stops or found)
        return {"overridden": [finding.says() for finding in found], "override_reason": override if found else ""}
