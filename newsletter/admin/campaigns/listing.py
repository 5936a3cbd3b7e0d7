"""The list of campaigns: how each stands, who gets it, how many letters were accepted, when."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from newsletter.admin.campaigns.base import CampaignBase
from newsletter.models.campaign import EDITABLE, Campaign, State
from newsletter.progress import accepted_of

TOLD = "Who was sent the page before"  # it was corrected
STANDING = {
    "open": ("Not sent yet", [State.DRAFT, State.CHECKED, State.SCHEDULED]),
    "moving": ("Under way", [State.FREEZING, State.SENDING, State.PAUSED]),
    "over": ("Over", [State.SENT, State.CANCELLED, State.REVIEW]),
}


class Counted(ChangeList):
    """The accepted letters of all on this page are counted at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        counted = accepted_of(self.result_list)
        for campaign in self.result_list:
            campaign.accepted = counted.get(campaign.pk, 0)


class StandingFilter(admin.SimpleListFilter):
    title = parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, words) for name, (words, _) in STANDING.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        known = STANDING.get(self.value() or "")
        return queryset.filter(state__in=known[1]) if known else queryset


class Listing(CampaignBase):
    actions = None
    list_display = ["name", "mark", "whom", "audience_of", "accepted", "when"]
    list_display_links = None
    list_filter = [StandingFilter, "kind", ("segment", admin.RelatedOnlyFieldListFilter)]
    list_per_page = 20
    list_select_related = ["segment", "created_by"]
    search_fields = ["subject"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "newsletter/admin/campaigns.html"

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return Counted

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Campaigns", **(extra_context or {})})

    @admin.display(description="subject", ordering="subject")
    def name(self, campaign: Campaign) -> SafeString:
        """To where one works on it, or to what becomes of it."""
        screen = "change" if campaign.state in EDITABLE else "progress"
        return format_html('<a href="{}">{}</a>', self.address(screen, campaign), campaign.subject)

    @admin.display(description="state", ordering="state")
    def mark(self, campaign: Campaign) -> SafeString:
        return format_html('<span class="mark" data-state="{}">{}</span>', campaign.state, campaign.get_state_display())

    @admin.display(description="segment", ordering="segment__name")
    def whom(self, campaign: Campaign) -> str:
        return TOLD if campaign.corrects_id else str(campaign.segment or "All subscribers")

    @admin.display(description="audience", ordering="audience", empty_value="–")
    def audience_of(self, campaign: Campaign) -> str | None:
        return None if campaign.audience is None else f"{campaign.audience:,}"

    @admin.display(description="accepted", empty_value="–")
    def accepted(self, campaign: Any) -> str | None:
        return None if campaign.audience is None else f"{campaign.accepted:,}"

    @admin.display(description="when", ordering="send_at")
    def when(self, campaign: Campaign) -> str:
        if campaign.send_at and campaign.state not in EDITABLE:
            return date_format(localtime(campaign.send_at), "j M Y, H:i")
        begun = date_format(localtime(campaign.created_at), "j M Y")
        return f"begun {begun} by {campaign.created_by or 'the digest'}"
