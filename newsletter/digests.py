"""A letter that drafts itself from what went live. It is a draft: nobody gets it before somebody has checked it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format

from articles.models.publication import Publication, PublicationQuerySet
from newsletter.models.campaign import Campaign, CampaignQuerySet, State
from newsletter.models.delivery import Delivery
from newsletter.models.digest import WEEK, Digest
from newsletter.models.issue import TAKEN
from newsletter.models.letter import LetterArticle, LetterText

KINDS = ["article", "strain"]
# A page may become visible a little after the moment it bears, and clocks are set back. What was told stays told.
OVERLAP = timedelta(hours=2)
GREETING = "<p>Since {day}, {pages} new on [[site]]. This is what they are about.</p>"
SUBJECT = 150


def draft_due() -> Campaign | None:
    """Draft a digest if its hour has come: once, whatever was missed and however many workers ask."""
    with transaction.atomic():
        digest = Digest.objects.select_for_update().filter(pk=1, is_on=True).first()
        if digest is None or not digest.is_due(timezone.now()):
            return None
        return _draft(digest, by=None)


def draft_now(*, by: AbstractBaseUser) -> Campaign | None:
    """The same at once, because somebody wants it; nothing where nothing is new."""
    with transaction.atomic():
        Digest.objects.bulk_create([Digest(pk=1)], ignore_conflicts=True)
        return _draft(Digest.objects.select_for_update().get(pk=1), by=by)


def news(digest: Digest) -> PublicationQuerySet:
    """Pages that went live first since pages were looked at, and those of digests that were cancelled meanwhile; but
    none that stood in a digest that was sent or waits. The newest first."""
    since = (digest.drafted_at or timezone.now() - WEEK) - OVERLAP
    void, page = _void(), OuterRef("page")
    last = Campaign.objects.filter(kind="digest").exclude(pk__in=void).aggregate(at=Max("created_at"))["at"]
    dropped = LetterArticle.objects.filter(parent__in=void.filter(created_at__gt=last) if last else void, page=page)
    told = LetterArticle.objects.filter(parent__kind="digest", page=page).exclude(parent__in=void)
    fresh = Publication.objects.cards().filter(Q(first_shown_at__gt=since) | Q(Exists(dropped)), kind__in=KINDS)
    return fresh.filter(~Exists(told)).order_by("-first_shown_at", "-pk")


def _void() -> CampaignQuerySet:
    """Digests that were cancelled before anybody got them: what they would have told is still untold."""
    taken = Delivery.objects.filter(campaign=OuterRef("pk"), fate__in=TAKEN)
    return Campaign.objects.filter(~Exists(taken), kind="digest", state=State.CANCELLED)


def _draft(digest: Digest, *, by: AbstractBaseUser | None) -> Campaign | None:
    now = timezone.now()
    pages = list(news(digest))
    Digest.objects.filter(pk=1).update(drafted_at=max(now, digest.drafted_at or now))
    if not pages:
        return None
    campaign = Campaign.objects.create(
        kind="digest", subject=_subject(digest, now), segment=digest.segment, created_at=now, created_by=by
    )
    since = _day(min(page.first_shown_at for page in pages))
    many = f"{len(pages)} pages are" if len(pages) > 1 else "one page is"
    campaign.steps.create(state=State.DRAFT, by=by, why=f"Drafted by itself: since {since}, {many} new.")
    LetterText.objects.create(parent=campaign, ordering=10, text=GREETING.format(day=since, pages=many))
    LetterArticle.objects.bulk_create(
        LetterArticle(parent=campaign, ordering=10 * place, page_id=page.page_id) for place, page in enumerate(pages, 2)
    )
    return campaign


def _subject(digest: Digest, now: datetime) -> str:
    """With the day, so that no two digests are called the same."""
    day = f", {_day(now)}"
    return digest.subject[: SUBJECT - len(day)] + day


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
