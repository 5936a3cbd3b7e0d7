"""A test: the letter as it is saved, to people of the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern

from newsletter.admin.campaigns.base import OPEN_IN, CampaignBase, posted
from newsletter.models.campaign import Campaign
from newsletter.trial import send_trial

MOST = 10  # addresses at once


class TryForm(forms.Form):
    to = forms.CharField(
        label="To",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Addresses of accounts on the staff, with a comma or on lines of their own.",
    )

    def clean_to(self) -> list[str]:
        """Of people on the staff alone: nobody else may get what was not checked."""
        typed = list(dict.fromkeys(self.cleaned_data["to"].replace(",", " ").replace(";", " ").split()))
        if len(typed) > MOST:
            raise ValidationError(f"At most {MOST} at once.")
        for address in typed:
            validate_email(address)
        staff = get_user_model().objects.filter(is_staff=True, is_active=True).exclude(email="")
        known = {address.casefold() for address in staff.values_list("email", flat=True)}
        strange = [address for address in typed if address.casefold() not in known]
        if strange:
            raise ValidationError(f"Nobody on the staff has this address: {', '.join(strange)}.")
        return typed


class Trying(CampaignBase):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("try", self.try_out, "test"), *super().get_urls()]

    def try_out(self, request: HttpRequest, object_id: str) -> HttpResponse:
        campaign = self.campaign_for(request, object_id, may="write")
        if campaign.state not in OPEN_IN["try"]:
            return self.too_late(request, campaign, "Test")
        form = TryForm(posted(request), initial={"to": request.user.email})
        if request.method != "POST" or not form.is_valid():
            return self.try_screen(request, campaign, form, status=422 if form.errors else 200)
        said = send_trial(campaign, form.cleaned_data["to"])
        went = [address for address, why in said.items() if not why]
        self.log_change(request, campaign, f"Test to {len(went)} of {len(said)} addresses")
        if len(went) == len(said):
            self.message_user(request, f"The test went to {', '.join(went)}.", messages.SUCCESS)
            return HttpResponseRedirect(self.address("preview", campaign))
        return self.try_screen(request, campaign, form, status=502, said=said)

    def try_screen(
        self, request: HttpRequest, campaign: Campaign, form: TryForm, *, status: int, **more: Any
    ) -> HttpResponse:
        context = self.about(request, campaign, "Test", form=form, **more)
        return self.drawn(request, "try", context, status=status)
