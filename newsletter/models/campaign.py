"""A letter to subscribers: what staff write, to whom, and how far it has come."""

from __future__ import annotations

from typing import ClassVar

from content_editor.models import Region
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from newsletter.models.segment import Segment


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    CHECKED = "checked", "Checked"
    SCHEDULED = "scheduled", "Scheduled"
    FREEZING = "freezing", "Getting ready"
    SENDING = "sending", "Sending"
    PAUSED = "paused", "Paused"
    SENT = "sent", "Sent"
    CANCELLED = "cancelled", "Cancelled"
    REVIEW = "review", "Needs review"  # all is done but for deliveries in doubt


NEXT = {
    State.DRAFT: {State.CHECKED, State.CANCELLED},
    State.CHECKED: {State.DRAFT, State.SCHEDULED, State.CANCELLED},
    State.SCHEDULED: {State.DRAFT, State.FREEZING, State.CANCELLED},
    State.FREEZING: {State.SENDING, State.PAUSED, State.CANCELLED},
    State.SENDING: {State.PAUSED, State.SENT, State.REVIEW, State.CANCELLED},
    State.PAUSED: {State.SENDING, State.FREEZING, State.CANCELLED},
    State.REVIEW: {State.SENT, State.SENDING},
    State.SENT: set(),
    State.CANCELLED: set(),
}
EDITABLE = {State.DRAFT, State.CHECKED}


class NotNow(Exception):
    """This cannot follow upon the state the campaign is in. The message tells the person what is the case."""


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def due(self) -> CampaignQuerySet:
        """Those whose hour has come."""
        return self.filter(state=State.SCHEDULED, send_at__lte=timezone.now()).order_by("send_at", "pk")

    def under_way(self) -> CampaignQuerySet:
        return self.filter(state__in=[State.FREEZING, State.SENDING]).order_by("send_at", "pk")

    def in_review(self) -> CampaignQuerySet:
        return self.filter(state=State.REVIEW)

    def over(self) -> CampaignQuerySet:
        return self.filter(state__in=[State.SENT, State.REVIEW, State.CANCELLED])


class Campaign(models.Model):
    """`state` is moved by `go` alone, which notes who did it, when and why."""

    KINDS: ClassVar = [("letter", "Letter"), ("digest", "Digest"), ("notice", "Notice of a correction")]
    regions: ClassVar[list[Region]] = [Region(key="main", title="Letter")]

    kind = models.CharField(max_length=10, choices=KINDS, default="letter", editable=False)
    subject = models.CharField(max_length=150)
    preheader = models.CharField(
        max_length=150, blank=True, help_text="The line that mail programs show after the subject."
    )
    sender_name = models.CharField(max_length=120, blank=True, help_text="Empty: as in the site settings.")
    sender_email = models.EmailField("sender address", blank=True, help_text="Empty: as in the site settings.")
    reply_to = models.EmailField("answers go to", blank=True)
    segment = models.ForeignKey(
        Segment, null=True, blank=True, on_delete=models.PROTECT, help_text="Empty: everybody who subscribes."
    )
    corrects = models.ForeignKey(
        "articles.Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )  # of a notice: what its page says now; it goes to those whose letter carried an older revision
    in_archive = models.BooleanField("in the public archive", default=True)
    per_minute = models.PositiveIntegerField(
        "messages a minute", null=True, blank=True, help_text="Empty: as fast as the mail server takes them."
    )
    resend_in_doubt = models.BooleanField(
        "send again what is in doubt",
        default=False,
        help_text="When a worker dies while the mail server answers, nobody knows whether the letter went out. "
        "On: such people may get it twice. Off: they are listed, and you decide.",
    )
    send_at = models.DateTimeField(null=True, blank=True)
    send_until = models.DateTimeField(null=True, blank=True, help_text="What has not gone out by then stays unsent.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)  # grows with each save of its text
    checked_version = models.PositiveIntegerField(null=True, editable=False)
    audience = models.PositiveIntegerField(null=True, editable=False)  # when all deliveries are written
    frozen_up_to = models.BigIntegerField(default=0, editable=False)  # the last subscriber that has a delivery
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [("send_campaign", "Can send a campaign")]
        indexes = [models.Index(fields=["state", "send_at"], name="campaign_due")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    def go(self, state: str, *, by: AbstractBaseUser | None, why: str = "") -> None:
        """Move on to `state`, unless somebody was quicker. `by` is nobody where the worker does it. Raises NotNow."""
        with transaction.atomic():
            now = Campaign.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=self.pk)
            if state not in NEXT[State(now)]:
                raise NotNow(f"This campaign is “{State(now).label}”, so it cannot become “{State(state).label}”.")
            if state == State.SENDING and not Campaign.objects.filter(pk=self.pk, audience__isnull=False).exists():
                raise NotNow("Not all recipients are written down yet: this campaign must get ready first.")
            Campaign.objects.filter(pk=self.pk).update(state=state)
            self.steps.create(state=state, by=by, why=why)
        self.state = state

    def resume(self, *, by: AbstractBaseUser, why: str = "") -> None:
        """Go on where it was paused. Raises NotNow."""
        is_ready = Campaign.objects.filter(pk=self.pk, audience__isnull=False).exists()
        self.go(State.SENDING if is_ready else State.FREEZING, by=by, why=why)

    def note(self, why: str) -> None:
        """Something happened that staff should know, and its state stays."""
        self.steps.create(state=self.state, by=None, why=why)


class CampaignStep(models.Model):
    """What became of a campaign: which state, since when, by whom, why. Added to, never changed."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=State)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.at:%Y-%m-%d %H:%M}"
