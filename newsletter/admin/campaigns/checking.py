"""The check before a letter may be scheduled: all that stops it and all that is worth a look, at once."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from newsletter.admin.campaigns.base import OPEN_IN, CampaignBase, posted
from newsletter.models.campaign import Campaign, NotNow, State
from newsletter.preflight import Finding, findings

CHANGED = "Somebody saved this letter meanwhile. This is what the check finds now."
MORE = "The check finds something else than a moment ago. Look again."


class CheckForm(forms.Form):
    """`version` is what was looked at, `seen` which warnings."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    why = forms.CharField(
        label="Why may it go out all the same?",
        help_text="Kept with the letter.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, warnings: list[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings = warnings

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.warnings and not cleaned.get("why"):
            self.add_error("why", "Mend what is listed above, or say why it may stay.")
        return cleaned


class Checking(CampaignBase):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("check", self.look_over), *super().get_urls()]

    def check_checked(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        why = (
            "It is checked already. Whoever changes it makes it a draft again."
            if campaign.state == State.CHECKED
            else ""
        )
        return self.too_late(request, campaign, "Check", why)

    def look_over(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET looks, POST looks again and notes that it may go out."""
        campaign = self.campaign_for(request, object_id, may="write")
        if campaign.state not in OPEN_IN["check"]:
            return self.check_checked(request, campaign)
        found = findings(campaign)
        stops = [each for each in found if each.is_stop]
        warnings = [each for each in found if not each.is_stop and not each.is_note]
        notes = [each for each in found if each.is_note]
        first = {"version": campaign.version, "seen": mark(warnings)}
        form = CheckForm(posted(request), initial=first, warnings=warnings)
        told = {"form": form, "stops": stops, "warnings": warnings, "notes": notes}
        if request.method != "POST":
            return self.drawn(request, "check", self.about(request, campaign, "Check", **told))
        if stops or not form.is_valid():
            return self.drawn(request, "check", self.about(request, campaign, "Check", **told), status=422)
        meanwhile = self.noted(request, campaign, form.cleaned_data, mark(warnings))
        if not meanwhile:
            self.message_user(request, "Checked. It can be scheduled now.", messages.SUCCESS)
            screen = "schedule" if self.may(request, "schedule") else "progress"
            return HttpResponseRedirect(self.address(screen, campaign))
        campaign.refresh_from_db()
        if campaign.state not in OPEN_IN["check"]:
            return self.check_checked(request, campaign)
        told["form"] = CheckForm(initial=first | {"version": campaign.version}, warnings=warnings)
        context = self.about(request, campaign, "Check", refused=meanwhile, **told)
        return self.drawn(request, "check", context, status=409)

    def noted(self, request: HttpRequest, campaign: Campaign, chosen: dict[str, Any], seen: str) -> str:
        """Why it cannot be noted, or nothing: then it is."""
        if seen != chosen["seen"]:
            return MORE
        with transaction.atomic():
            now = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
            if now.version != chosen["version"] or now.version != campaign.version:
                return CHANGED
            try:
                now.go(State.CHECKED, by=request.user, why=chosen["why"])
            except NotNow as reason:
                return str(reason)
            Campaign.objects.filter(pk=now.pk).update(checked_version=now.version)
        self.log_change(request, campaign, "Checked")
        return ""


def mark(warnings: list[Finding]) -> str:
    """Equal for equal warnings."""
    said = "\n".join(sorted(f"{each.name} {each.text}" for each in warnings))
    return hashlib.sha256(said.encode()).hexdigest()
