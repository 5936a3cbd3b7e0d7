"""A page's way through its review: handed in without being shown, signed or returned, and shown as it was signed."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from articles.models.embedding import said_of
from articles.models.publication import Publication
from articles.models.refused import Conflict
from articles.models.review import HandingIn, Review
from articles.models.revision import Revision
from articles.models.showing import Showing
from articles.models.site import SiteVersion

RENEWED = "A record that this page shows was changed before the page was shown."


class Reviewable(models.Model):
    """What `Page` inherits."""

    class Meta:
        abstract = True

    def hand_in(self, *, by: AbstractBaseUser, note: str = "", version: int) -> HandingIn:
        """Freeze the working copy for a reviewer, without showing it; what was handed in before is no longer asked."""
        with transaction.atomic():
            page = self.locked()
            page._own_version(version)
            revision = Revision.freeze(page.snapshot(), page=page, version=page.version, by=by, note=note)
            facts = {"revision": revision, "by": by, "at": timezone.now()}
            return HandingIn.objects.update_or_create(page=page, defaults=facts)[0]

    def review(
        self,
        handing: HandingIn,
        *,
        by: AbstractBaseUser,
        verdict: str,
        remarks: list[dict[str, str]],
        next_due: date | None = None,
    ) -> Review:
        """Sign or return what was handed in; readers who have that very text already are told of a signature at once.
        Raises Refused, Conflict."""
        with transaction.atomic():
            page = self.locked()
            page._own(handing.revision)
            review = Review.give(handing, by=by, verdict=verdict, remarks=remarks, next_due=next_due)
            live = Publication.objects.filter(page=page, revision__sha256=review.sha256).first()
            if verdict == "signed" and live:
                live.bear(review)
            if verdict == "signed":
                SiteVersion.advance()  # the history of the page names who signed an older text, too
            return review

    def signed(self) -> Review | None:
        """The newest signature over a text that is newer than what readers have."""
        reviews = Review.objects.signed().filter(revision__page=self, revision__showings=None)
        live = Publication.objects.cards().filter(page=self).select_related("revision").first()
        if live:
            newer = reviews.filter(revision__created_at__gt=live.shown_at)
            reviews = newer.exclude(sha256=live.revision.sha256)
        return reviews.select_related("revision", "person").first()

    def publish_signed(self, review: Review, *, by: AbstractBaseUser, note: str, override: str = "") -> Publication:
        """Show readers the very revision that was signed, and what its records say today."""
        with transaction.atomic():
            page = self.locked()
            if page.signed() != review or not review.is_valid():
                raise Conflict("This signature does not stand for the newest text any more. Look at the page again.")
            revision = review.revision
            fresh = revision.snapshot.with_records(said_of(revision.snapshot.chosen))
            passed = page._pass_gate(fresh, override=override)
            Revision.objects.filter(pk=revision.pk).update(**passed)
            page.schedules.filter(revision__isnull=False).delete()
            publication = page.show(revision, by=by)
            page.showings.open().update(why=note)
            if fresh != revision.snapshot:
                facts = {"version": revision.version, "note": RENEWED, "is_major": False}
                publication.turn_to(Revision.freeze(fresh, page=page, by=by, **facts))
                Showing.start(publication.revision, by=by, at=timezone.now())
            return publication

    def remarked(self) -> Review | None:
        """The review whose remarks the writer has to look at; none while the page waits for another."""
        given = Review.objects.filter(revision__page=self, revision__page__handing_in=None)
        return given.select_related("revision", "person").first()
