"""Corrected pages that letters carried: a list of them, and a drafted notice to whoever got the old words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from newsletter.admin.campaigns.base import NUMBER, CampaignBase
from newsletter.corrections import Correction, corrections
from newsletter.models.campaign import EDITABLE

DRAFTED = "This is the notice, a draft. Nobody gets it until it is scheduled."


class Correcting(CampaignBase):
    def get_urls(self) -> list[URLPattern]:
        views = [
            ("corrections/", self.corrections, "corrections"),
            ("corrections/<str:page_id>/", self.notice, "notice"),
        ]
        ours = [
            path(route, self.admin_site.admin_view(view), name=f"newsletter_campaign_{name}")
            for route, view, name in views
        ]
        return [*ours, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With how many corrections nobody was told of yet."""
        untold = [each for each in corrections() if not each.has_notice] if self.has_write_permission(request) else []
        return super().changelist_view(request, {"untold": untold, **(extra_context or {})})

    def corrections(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        told = {"title": "Corrections", "corrections": corrections(), "may_write": self.has_write_permission(request)}
        return self.drawn(request, "corrections", self.admin_site.each_context(request) | {"opts": self.opts} | told)

    def notice(self, request: HttpRequest, page_id: str) -> HttpResponse:
        """GET says who would be told what, POST drafts it."""
        if not self.has_write_permission(request) or not self.has_add_permission(request):
            raise PermissionDenied
        correction = correction_of(page_id)
        drafts = [each for each in correction.notices if each.state in EDITABLE]
        if request.method == "POST" and not drafts:
            campaign = correction.draft(by=request.user)
            self.log_addition(request, campaign, "Drafted from a correction")
            self.message_user(request, DRAFTED, messages.SUCCESS)
            return HttpResponseRedirect(self.address("change", campaign))
        told = {"title": "Notice of a correction", "correction": correction, "drafts": drafts}
        told["number"] = correction.people().count()
        context = self.admin_site.each_context(request) | {"opts": self.opts} | told
        return self.drawn(request, "notice", context, status=409 if request.method == "POST" else 200)


def correction_of(page_id: str) -> Correction:
    found = corrections(page=int(page_id)) if NUMBER.fullmatch(page_id) else []
    if not found:
        raise Http404("No letter carried this page before it was corrected.")
    return found[0]
