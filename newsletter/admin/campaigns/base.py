"""What every screen of a campaign has in common: who may do what, when, and where each screen stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from content_editor.admin import ContentEditor
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from newsletter.models.campaign import EDITABLE, Campaign, State

NUMBER = re.compile(r"[0-9]{1,18}")
SCREENS = (
    "change",
    "preview",
    "progress",
    "recipients",
    "check",
    "try",
    "schedule",
    "pause",
    "resume",
    "cancel",
    "redraft",
    "copy",
)
# The states in which an act can be done at all; whoever comes later is told so.
OPEN_IN: dict[str, set[State]] = {
    "check": {State.DRAFT},
    "try": {State.DRAFT, State.CHECKED, State.SCHEDULED},
    "schedule": {State.CHECKED},
    "redraft": {State.SCHEDULED, State.CHECKED},
    "pause": {State.FREEZING, State.SENDING},
    "resume": {State.PAUSED},
    "cancel": EDITABLE | {State.SCHEDULED, State.FREEZING, State.SENDING, State.PAUSED},
    "copy": set(State),
    "settle": {State.REVIEW, State.SENDING, State.PAUSED},
}
NEEDS = {"schedule": "send", "resume": "send", "settle": "send"}  # all others: the right to write


class CampaignBase(ContentEditor):
    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Campaign | None:
        """Nothing also for a number that no database can hold."""
        return super().get_object(request, object_id, from_field) if NUMBER.fullmatch(str(object_id)) else None

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        """Nobody: what was sent stays, and what was not is cancelled."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        """Its text, that is: nothing is changed any more once it is scheduled."""
        return self.has_write_permission(request) and (obj is None or obj.is_editable)

    def has_view_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return super().has_view_permission(request, obj)

    def has_write_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return request.user.has_perm("newsletter.change_campaign")

    def has_send_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        return self.has_write_permission(request) and request.user.has_perm("newsletter.send_campaign")

    def campaign_for(self, request: HttpRequest, object_id: str, *, may: str) -> Campaign:
        """The campaign of this address; 404 where there is none, 403 for somebody who may not `may` it."""
        if not getattr(self, f"has_{may}_permission")(request):
            raise PermissionDenied
        campaign = self.get_object(request, unquote(object_id))
        if campaign is None:
            raise Http404("There is no such campaign.")
        return campaign

    def address(self, screen: str, campaign: Campaign) -> str:
        return reverse(f"admin:newsletter_campaign_{screen}", args=[campaign.pk])

    def screen(self, name: str, view: Callable[..., HttpResponse], more: str = "") -> URLPattern:
        route = f"<path:object_id>/{more or name}/"
        return path(route, self.admin_site.admin_view(view), name=f"newsletter_campaign_{name}")

    def about(self, request: HttpRequest, campaign: Campaign, title: str, **more: Any) -> dict[str, Any]:
        """What the template of a screen is told. `acts` are what can be done now, by this person."""
        acts = {name: campaign.state in states and self.may(request, name) for name, states in OPEN_IN.items()}
        addresses = {name: self.address(name, campaign) for name in SCREENS}
        rights = {"write": self.has_write_permission(request), "send": self.has_send_permission(request)}
        context = {**self.admin_site.each_context(request), "title": title, "campaign": campaign, "opts": self.opts}
        return context | {"acts": acts, "addresses": addresses, "rights": rights, **more}

    def may(self, request: HttpRequest, act: str) -> bool:
        return getattr(self, f"has_{NEEDS.get(act, 'write')}_permission")(request)

    def drawn(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> TemplateResponse:
        return TemplateResponse(request, f"newsletter/admin/{template}.html", context, status=status)

    def too_late(self, request: HttpRequest, campaign: Campaign, title: str, why: str = "") -> HttpResponse:
        """Somebody was quicker, or it was never possible: nothing was done, and this is how it stands."""
        campaign.refresh_from_db()
        step = campaign.steps.select_related("by").last()
        why = why or f"This letter is “{campaign.get_state_display()}” now."
        return self.drawn(request, "refused", self.about(request, campaign, title, why=why, step=step), status=409)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also if that is nothing; None where nobody sent anything."""
    return request.POST if request.method == "POST" else None
