"""A campaign, frozen: what every recipient gets, and what the archive shows."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models.revision import Revision
from newsletter.models.campaign import Campaign, CampaignStep, State
from newsletter.models.delivery import Delivery, Fate

LONG = ("message", "html", "text", "links")
TAKEN = (Fate.ACCEPTED, Fate.DELIVERED, Fate.BOUNCED, Fate.COMPLAINED)  # by the mail server, whatever came of it


class IssueQuerySet(models.QuerySet["Issue"]):
    def archived(self) -> IssueQuerySet:
        """Those in the archive, with `sent_at`: at least one letter was taken by the mail server. A campaign that was
        cancelled before that is nobody's letter; one that was cancelled after it is what some people got."""
        taken = Delivery.objects.filter(campaign=OuterRef("campaign"), fate__in=TAKEN)
        begun = CampaignStep.objects.filter(campaign=OuterRef("campaign"), state=State.SENDING).order_by("at", "pk")
        sent_at = Coalesce(Subquery(begun.values("at")[:1]), F("frozen_at"))
        found = self.filter(Exists(taken), number__isnull=False, campaign__in_archive=True)
        return found.annotate(sent_at=sent_at).order_by("-number")

    def cards(self) -> IssueQuerySet:
        """Without the long columns, which lists do not show."""
        return self.defer(*LONG)


class Issue(models.Model):
    """`message` is the whole mail as bytes (RFC 5322) with tokens where a recipient's own words go; `sha256` covers it.
    `html` and `text` are for the archive and hold nobody's links. `links` are what the letter leads to, in order."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="issue")
    number = models.PositiveIntegerField(null=True, unique=True)  # in the archive; nothing where it is not in it
    subject = models.CharField(max_length=150)
    preheader = models.CharField(max_length=150, blank=True)
    message = models.BinaryField()
    html = models.TextField()
    text = models.TextField()
    links = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(default=timezone.now)

    objects = IssueQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-frozen_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class Carried(models.Model):
    """An issue showed this revision of a page: who got it can be told when the page is corrected."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="carried")
    page = models.ForeignKey("articles.Page", on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["issue", "page"], name="carried_once")]

    def __str__(self) -> str:
        return f"{self.revision} in {self.issue}"


class Click(models.Model):
    """How often a link of an issue was followed on a day, by nobody knows whom."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="clicks")
    link = models.PositiveSmallIntegerField()
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["issue", "link", "day"], name="clicks_of_a_day")]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"

    @classmethod
    def add(cls, issue: Issue, link: int) -> None:
        """One row a day a link, however many follow it and from however many places at once."""
        one = {"issue": issue, "link": link, "day": timezone.localdate()}
        if not cls.objects.filter(**one).update(count=F("count") + 1):
            cls.objects.bulk_create([cls(**one)], ignore_conflicts=True)
            cls.objects.filter(**one).update(count=F("count") + 1)
