"""Who got a letter, and what became of it for each."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from newsletter.admin.campaigns.base import NUMBER, CampaignBase
from newsletter.models.delivery import Fate
from newsletter.received import fate_named, recipients


class Receiving(CampaignBase):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("recipients", self.recipients), *super().get_urls()]

    def recipients(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """For those who may see both letters and people. `?fate=4&after=900`."""
        if not request.user.has_perms(["newsletter.view_delivery", "newsletter.view_subscriber"]):
            raise PermissionDenied
        campaign = self.campaign_for(request, object_id, may="view")
        fate, after = fate_named(request.GET.get("fate", "")), request.GET.get("after", "")
        page = recipients(campaign, fate=fate, after=int(after) if NUMBER.fullmatch(after) else 0)
        told = {"page": page, "fate": fate, "fates": Fate.choices, "is_first": not NUMBER.fullmatch(after)}
        return self.drawn(request, "recipients", self.about(request, campaign, "Recipients", **told))
