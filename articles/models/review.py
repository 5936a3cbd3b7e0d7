"""Somebody who knows the subject read a revision: handed in, then signed or returned."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from articles.models.person import Person
from articles.models.refused import Refused
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
        return person | {"on": self.at.date().isoformat(), "is_older": False}

    @staticmethod
    def reviewer(user: AbstractBaseUser, revision: Revision) -> Person:
        """Who may review `revision` as `user`. Refused for an account without a person, and for a text of their own."""
        person = Person.objects.filter(account=user.pk).first()
        if person is None:
            raise Refused(
                "Your account is not linked to a person. Ask an editor to link it: readers are told who reviewed."
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
        """Sign or return what was handed in. Raises HandingIn.DoesNotExist where somebody was quicker."""
        with transaction.atomic():
            waiting = HandingIn.objects.select_for_update(no_key=True, of=("self",))
            handing = waiting.select_related("revision__page").get(pk=handing.pk)
            revision = handing.revision
            facts = {"person": cls.reviewer(by, revision), "by": by, "verdict": verdict, "remarks": remarks}
            review = cls.objects.create(revision=revision, sha256=revision.sha256, next_due=next_due, **facts)
            handing.delete()
            return review
