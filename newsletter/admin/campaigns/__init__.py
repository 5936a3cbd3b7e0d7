"""Letters to subscribers: written, checked, sent and watched."""

from __future__ import annotations

from django.contrib import admin

from newsletter.admin.campaigns.acts import Acts
from newsletter.admin.campaigns.checking import Checking
from newsletter.admin.campaigns.choosing import Choosing
from newsletter.admin.campaigns.correcting import Correcting
from newsletter.admin.campaigns.listing import Listing
from newsletter.admin.campaigns.previewing import Previewing
from newsletter.admin.campaigns.progressing import Progressing
from newsletter.admin.campaigns.receiving import Receiving
from newsletter.admin.campaigns.scheduling import Scheduling
from newsletter.admin.campaigns.trying import Trying
from newsletter.admin.campaigns.writing import Writing
from newsletter.models.campaign import Campaign


@admin.register(Campaign)
class CampaignAdmin(
    Writing, Choosing, Checking, Trying, Scheduling, Acts, Previewing, Progressing, Receiving, Correcting, Listing
):
    """All that one does with a campaign."""
