"""How far a letter has come: one page that draws itself anew while it is sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from newsletter.admin.campaigns.base import CampaignBase
from newsletter.admin.campaigns.moments import with_utc, zone_of
from newsletter.corrections import corrections
from newsletter.figures import figures
from newsletter.models.campaign import State
from newsletter.progress import Progress

MOVING = {State.SCHEDULED, State.FREEZING, State.SENDING}
EVERY = 5  # seconds


class Progressing(CampaignBase):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("progress", self.progress), *super().get_urls()]

    def progress(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """`?still=1` does not draw itself anew."""
        campaign = self.campaign_for(request, object_id, may="view")
        zone = zone_of(request)
        known = {"send_at": campaign.send_at, "send_until": campaign.send_until}
        progress = Progress(campaign)
        told = {
            "progress": progress,
            "figures": figures(campaign, progress.counted),
            "moments": {name: with_utc(at, zone) for name, at in known.items() if at},
            "corrections": corrections(of=campaign),
            "zone": zone.key,
            "every": EVERY if campaign.state in MOVING and "still" not in request.GET else None,
            "is_moving": campaign.state in MOVING,
            "may_see_letters": request.user.has_perm("newsletter.view_delivery"),
            "may_see_people": request.user.has_perm("newsletter.view_subscriber"),
        }
        return self.drawn(request, "progress", self.about(request, campaign, "Progress", **told))
