"""Its hour, or now: who gets it is counted, and a large number must be typed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils import timezone

from newsletter.admin.campaigns.base import OPEN_IN, CampaignBase, posted
from newsletter.admin.campaigns.moments import MomentForm, remember, with_utc, zone_of
from newsletter.audience import audience_of
from newsletter.models.campaign import Campaign, NotNow, State

MANY = 1000  # people: from here on their number is typed
SWAY = 100  # people join and leave meanwhile: one in so many is no other audience
WHENS = [("later", "At its hour"), ("now", "Now")]
KEPT = "kept"
HOURS = {"6": "6 hours", "12": "12 hours", "24": "24 hours", "48": "2 days", "72": "3 days", "168": "7 days"}
CHANGED = "Somebody changed this letter after the check. It must be checked again."


class ScheduleForm(MomentForm):
    """Gives `send_at` and `send_until` in UTC. `counted` is the number that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)
    counted = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    when = forms.ChoiceField(label="When?", choices=WHENS, initial="later", widget=forms.RadioSelect)
    lasts = forms.ChoiceField(
        label="Nothing goes out later than", help_text="What has not gone out by then stays unsent.", initial="24"
    )
    audience = forms.IntegerField(
        label="How many people get it?",
        required=False,
        min_value=0,
        max_value=2**62,
        help_text="Type the number that stands above.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        localize=False,
    )

    def __init__(self, *args: Any, campaign: Campaign, count: int, request: HttpRequest, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": campaign.version, "counted": count} | kwargs.get("initial", {})
        super().__init__(*args, request=request, **kwargs)
        self.until, self.count = campaign.send_until, count
        choices = [(hours, f"{words} after it begins") for hours, words in HOURS.items()]
        if self.until:
            choices.insert(0, (KEPT, with_utc(self.until, zone_of(request))))
            self.initial["lasts"] = KEPT
        self.fields["lasts"].choices = choices
        if count <= MANY:
            del self.fields["audience"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        cleaned["send_at"] = timezone.now() if cleaned["when"] == "now" else self.moment(cleaned)
        cleaned["send_until"] = self.end(cleaned["send_at"], cleaned["lasts"])
        if abs(self.count - cleaned["counted"]) > max(self.count // SWAY, 1):
            raise ValidationError(f"Meanwhile it is another number: {self.count:,} people get it now.")
        if "audience" in self.fields and cleaned.get("audience") != cleaned["counted"]:
            self.add_error("audience", f"{cleaned['counted']} people get it. Type this number.")
        return cleaned

    def end(self, begin: datetime, lasts: str) -> datetime:
        if lasts != KEPT:
            return begin + timedelta(hours=int(lasts))
        if self.until is None or self.until <= begin:
            raise ValidationError({"lasts": "That is before it begins."})
        return self.until


class Scheduling(CampaignBase):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("schedule", self.schedule), *super().get_urls()]

    def schedule(self, request: HttpRequest, object_id: str) -> HttpResponse:
        campaign = self.campaign_for(request, object_id, may="send")
        if campaign.state not in OPEN_IN["schedule"]:
            return self.too_late(request, campaign, "Schedule")
        count = audience_of(campaign).count()
        form = ScheduleForm(posted(request), request=request, campaign=campaign, count=count)
        if request.method == "POST" and form.is_valid() and count:
            return self.scheduled(request, campaign, form.cleaned_data)
        if form.is_bound and form.errors:  # the number that stands on the screen is the one to type
            form.data = form.data.copy()
            form.data["counted"] = count
        context = self.about(request, campaign, "Schedule", form=form, count=count, many=f"{count:,}")
        return self.drawn(request, "schedule", context, status=422 if request.method == "POST" else 200)

    def scheduled(self, request: HttpRequest, campaign: Campaign, chosen: dict[str, Any]) -> HttpResponse:
        at, until = chosen["send_at"], chosen["send_until"]
        many = f"{chosen['counted']:,} {'person' if chosen['counted'] == 1 else 'people'}"
        try:
            with transaction.atomic():
                now = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
                if now.state == State.CHECKED and not now.version == now.checked_version == chosen["version"]:
                    raise NotNow(CHANGED)
                now.go(State.SCHEDULED, by=request.user, why=f"For {many}")
                Campaign.objects.filter(pk=now.pk).update(send_at=at, send_until=until)
        except NotNow as reason:
            return self.too_late(request, campaign, "Schedule", str(reason))
        remember(request, chosen["zone"])
        when = "now" if chosen["when"] == "now" else f"on {with_utc(at, zone_of(request))}"
        self.log_change(request, campaign, f"Scheduled for {many}: {when}")
        self.message_user(request, f"It goes out {when}, to {many}.", messages.SUCCESS)
        return HttpResponseRedirect(self.address("progress", campaign))
