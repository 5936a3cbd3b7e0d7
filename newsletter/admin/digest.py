"""The weekly digest: when it drafts itself, and what it would hold by now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from newsletter.digests import draft_now, news
from newsletter.models.campaign import EDITABLE, Campaign
from newsletter.models.digest import Digest

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
SHOWN = 20  # pages that are named


class DigestForm(forms.ModelForm):
    hour = forms.TypedChoiceField(label="At", choices=HOURS, coerce=int, help_text="By the clocks of the site.")

    class Meta:
        help_texts = {
            "is_on": "A draft waits among the letters then. Nobody gets it before somebody has checked it.",
            "subject": "The day is added. [[site]] becomes the name of the site.",
        }


@admin.register(Digest)
class DigestAdmin(admin.ModelAdmin):
    form = DigestForm
    fields = ["is_on", "weekday", "hour", "subject", "segment"]
    change_form_template = "newsletter/admin/digest.html"

    def get_urls(self) -> list[URLPattern]:
        draft = path("1/draft/", self.admin_site.admin_view(self.draft), name="newsletter_digest_draft")
        return [draft, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Digest | None = None) -> bool:
        return False

    def may_draft(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and request.user.has_perm("newsletter.add_campaign")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Digest | None:
        """The one record, also before anybody saved it."""
        return Digest.current() if object_id == "1" else None

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(here())

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A segment is chosen of those that there are: they have screens of their own."""
        if db_field.name != "segment":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return db_field.formfield(empty_label="Everybody who subscribes", **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        digest, now = Digest.current(), timezone.now()
        found = news(digest)
        context |= {"digest": digest, "next_at": None if digest.is_due(now) else digest.next_hour(now)}
        context |= {"pages": list(found[:SHOWN]), "number": found.count(), "may_draft": self.may_draft(request)}
        context["waiting"] = list(Campaign.objects.filter(kind="digest", state__in=EDITABLE)[:SHOWN])
        return super().render_change_form(request, context, **kwargs)

    def draft(self, request: HttpRequest) -> HttpResponse:
        if not self.may_draft(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        campaign = draft_now(by=request.user)
        if campaign is None:
            self.message_user(request, "Nothing is new since the last digest, so none was drafted.", messages.WARNING)
            return HttpResponseRedirect(here())
        self.log_addition(request, campaign, "Drafted as a digest.")
        self.message_user(request, "This is the draft. Nobody gets it before it is checked.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:newsletter_campaign_change", args=[campaign.pk]))

    def response_change(self, request: HttpRequest, obj: Digest) -> HttpResponse:
        self.message_user(request, "Saved.", messages.SUCCESS)
        return HttpResponseRedirect(here())


def here() -> str:
    return reverse("admin:newsletter_digest_change", args=[1])
