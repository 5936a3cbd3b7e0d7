"""Somebody who knows the subject read a revision: handed in, then signed or returned."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone

from articles.models.person import Person
from articles.models.refused import Conflict, Refused
from articles.models.revision import Revision

VERDICTS = [("signed", "Signed"), ("returned", "Returned")]


class HandingIn(models.Model):
    """A revision waits for its review. Gone with the verdict, or when the page is handed in again."""

    page = models.OneToOneField("Page", on_delete=models.CASCADE, related_name="handing_in")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.page} since {self.at:%Y-%m-%d %H:%M}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def signed(self) -> ReviewQuerySet:
        return self.filter(verdict="signed")

    def over(self, revision: Revision) -> Review | None:
        """The newest signature that holds for what `revision` says, word for word."""
        same = self.signed().filter(revision__page=revision.page_id, sha256=revision.sha256)
        return same.select_related("person").first() if revision.is_intact() else None


class Review(models.Model):
    """`person` read `revision` and signed its hash, or returned it with `remarks` ({"place", "text"}, by block). A
    signature is over what the revision says, so a changed text has none."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="reviews")
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    remarks = models.JSONField(default=list)
    next_due = models.DateField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} by {self.person}"

    def says(self) -> dict[str, Any]:
        """What readers are told of it."""
        person = {name: self.person.says()[name] for name in ("slug", "name", "credentials")}
        return person | {"on": timezone.localdate(self.at).isoformat(), "is_older": False}

    @staticmethod
    def reviewer(user: AbstractBaseUser, revision: Revision) -> Person:
        """Who may review `revision` as `user`. Refused for an account without a person, and for a text of their own."""
        person = Person.objects.filter(account=user.pk).first()
        if person is None:
            raise Refused(
                "Your account is not linked to a person. Ask an administrator to link it: readers learn who reviewed."
            )
        is_writer = user.pk in (revision.created_by_id, revision.page.created_by_id)
        if is_writer or person.embed_name in revision.snapshot.shows:
            raise Refused("This is a text of your own. Somebody else must review it.")
        return person

    @classmethod
    def give(
        cls,
        handing: HandingIn,
        *,
        by: AbstractBaseUser,
        verdict: str,
        remarks: list[dict[str, str]],
        next_due: date | None,
    ) -> Review:
        """Sign or return what was handed in. Raises Refused, Conflict where it does not wait for that any more."""
        revision = handing.revision
        person = cls.reviewer(by, revision)
        if not revision.is_intact():
            raise Refused("This text was changed since it was frozen, so nobody can sign it. Tell who runs the site.")
        if not HandingIn.objects.filter(pk=handing.pk, revision=revision).delete()[0]:
            raise Conflict("Somebody reviewed this meanwhile, or another text was handed in. Look at the page again.")
        facts = {"sha256": revision.sha256, "person": person, "by": by, "verdict": verdict, "remarks": remarks}
        return cls.objects.create(revision=revision, next_due=next_due if verdict == "signed" else None, **facts)

    def is_valid(self) -> bool:
        """Whether the revision still says what was signed."""
        return self.sha256 == self.revision.sha256 and self.revision.is_intact()


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
