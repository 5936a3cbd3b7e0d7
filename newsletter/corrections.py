"""Pages that were corrected after a letter carried them: which, who was told the old words, and a notice to them.

A correction is a major change ("readers should know of it") that readers were shown after the letter was frozen. Old is
whatever a letter carried that readers were shown no more since the correction: a text that was brought back is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from html import escape
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format

from articles.models.publication import Publication
from articles.models.showing import Showing
from newsletter.handover import DOUBT
from newsletter.models.campaign import Campaign, CampaignQuerySet, State
from newsletter.models.delivery import Delivery, Fate
from newsletter.models.issue import TAKEN, Carried
from newsletter.models.letter import LetterArticle, LetterText
from newsletter.models.subscriber import Subscriber, SubscriberQuerySet

SHOWN = 50  # cases of a list
FRESH = timedelta(days=90)  # of which the list tells by itself
SUBJECT = 150
UNSAID = "[…]"  # the check stops at it
NOT_SENT = (Fate.FAILED, Fate.SKIPPED)
# The server took it; or nobody knows, and who is told of a mistake in vain loses less than who is not.
PERHAPS = Q(fate__in=[*TAKEN, Fate.IN_DOUBT]) | Q(reason__startswith=DOUBT)
WORDS = """<p>A letter from us showed you the page <a href="/{path}/">{title}</a>. We have corrected this page since,
on {day}. What we changed:</p><blockquote><p>{note}</p></blockquote><p>If you went by what it said before, please read
it again. <a href="/{path}/history/">Every version of the page</a> can be compared, word by word.</p>"""


@dataclass(frozen=True)
class Correction:
    """`revision` is what the page says now; `since` is when readers were first shown the correction, `note` what they
    were told of it. `has_notice` where one was begun."""

    page: int
    path: str
    title: str
    revision: int
    note: str
    has_notice: bool
    since: datetime

    @cached_property
    def letters(self) -> list[Campaign]:
        """Those whose letter carried the page as it was before, the newest first."""
        return list(carrying_old(self.page, self.since).order_by("-pk")[:SHOWN])

    @cached_property
    def notices(self) -> list[Campaign]:
        """What was written about this correction, drafts too; not what was cancelled."""
        return list(_notices(self.page, self.since).order_by("-pk")[:SHOWN])

    def people(self) -> SubscriberQuerySet:
        """Whom a notice would go to now."""
        return told_the_old(self.page, self.since)

    def draft(self, *, by: AbstractBaseUser) -> Campaign:
        """A notice with the words of the page's own note. Nobody gets it before somebody has checked it."""
        day = date_format(timezone.localtime(self.since), "j F Y")
        words = WORDS.format(
            path=escape(self.path), title=escape(self.title), day=day, note=escape(self.note or UNSAID)
        )
        with transaction.atomic():
            campaign = Campaign.objects.create(
                kind="notice",
                corrects_id=self.revision,
                subject=f"Correction: {self.title}"[:SUBJECT],
                preheader="We corrected a page that a letter of ours showed you.",
                created_by=by,
            )
            campaign.steps.create(state=State.DRAFT, by=by, why=f"Drafted: the page was corrected on {day}.")
            LetterText.objects.create(parent=campaign, ordering=10, text=words)
            LetterArticle.objects.create(parent=campaign, ordering=20, page_id=self.page)
        return campaign


def corrections(*, of: Campaign | None = None, page: int | None = None) -> list[Correction]:
    """Live pages that were corrected after an issue carried them: the page of that key, or those that one letter
    carried; without either, those of the last months. The newest first. Two queries."""
    carried = Carried.objects.filter(page__publication__isnull=False).annotate(since=_last(_majors(OuterRef("page"))))
    carried = carried.filter(~_shown_since(OuterRef("since")), since__isnull=False)
    if of is None and page is None:
        carried = carried.filter(since__gte=timezone.now() - FRESH)
    else:
        carried = carried.filter(page=page) if of is None else carried.filter(issue__campaign=of)
    since = dict(carried.order_by("-since", "page").values_list("page", "since").distinct()[:SHOWN])
    live = Publication.objects.filter(page__in=since).annotate(at=_last(_majors(OuterRef("page"))))
    told = {
        "note": _last(_majors(OuterRef("page")), "why"),
        "noticed": Exists(_notices(OuterRef("page"), OuterRef("at"))),
    }
    facts = live.annotate(**told).values_list("page", "path", "title", "revision", "note", "noticed")
    return sorted((Correction(*row, since=since[row[0]]) for row in facts), key=lambda each: each.since, reverse=True)


def concerned(notice: Campaign) -> SubscriberQuerySet:
    """Whom a notice is for."""
    shown = (
        Showing.objects.filter(revision=notice.corrects_id).order_by("-shown_from").values_list("page", "shown_from")
    )
    if (last := shown.first()) is None:
        return Subscriber.objects.none()
    since = _majors(last[0]).filter(shown_from__lte=last[1]).values_list("shown_from", flat=True).first()
    return told_the_old(last[0], since, but=notice) if since else Subscriber.objects.none()


def is_outdated(notice: Campaign) -> bool:
    """Whether the page was corrected once more since the notice was drafted."""
    shown = Showing.objects.filter(revision=notice.corrects_id).order_by("-shown_from")
    later = _majors(_last(shown, "page")).filter(shown_from__gt=_last(shown))
    return later.exists()


def told_the_old(page: int, since: datetime, *, but: Campaign | None = None) -> SubscriberQuerySet:
    """Everybody once who may be written to now, whom a letter told what the page said before, and no notice since."""
    notices = Campaign.objects.filter(kind="notice", corrects__page=page, issue__frozen_at__gte=since)
    notices = notices.exclude(pk=but.pk) if but else notices
    letters = Delivery.objects.filter(subscriber=OuterRef("pk"))
    got = letters.filter(PERHAPS, campaign__in=_keys(carrying_old(page, since)))
    told = letters.filter(campaign__in=_keys(notices)).exclude(fate__in=NOT_SENT)
    each = {"got": Subquery(got.values("pk")[:1]), "told": Subquery(told.values("pk")[:1])}  # a join reads all letters
    return Subscriber.objects.mailable().alias(**each).filter(got__isnull=False, told__isnull=True)


def _keys(campaigns: CampaignQuerySet) -> list[int]:
    """Of none a key that none has: Django would take the whole question for one without an answer."""
    return list(campaigns.values_list("pk", flat=True)) or [0]


def carrying_old(page: int, since: datetime) -> CampaignQuerySet:
    """Campaigns whose letter carried what readers were shown no more from then on."""
    old = Carried.objects.filter(~_shown_since(since), page=page)
    return Campaign.objects.filter(pk__in=old.values("issue__campaign"))


def _notices(page: Any, since: Any) -> CampaignQuerySet:
    """Written since then, drafts too; not what was cancelled."""
    written = Campaign.objects.filter(kind="notice", corrects__page=page, created_at__gte=since)
    return written.exclude(state=State.CANCELLED)


def _majors(page: Any) -> QuerySet[Showing]:
    return Showing.objects.filter(page=page, revision__is_major=True).order_by("-shown_from", "-pk")


def _last(showings: QuerySet[Showing], name: str = "shown_from") -> Subquery:
    return Subquery(showings.values(name)[:1])


def _shown_since(moment: Any) -> Exists:
    """Of a page that an issue carried: whether readers were shown this very text from that moment on."""
    same = {"page": OuterRef("page"), "revision__sha256": OuterRef("revision__sha256")}
    return Exists(Showing.objects.filter(**same, shown_from__gte=moment))
