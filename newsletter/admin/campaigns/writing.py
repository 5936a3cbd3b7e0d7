"""The writing screen of a letter: saved whole or not at all, and of two who write at once neither loses a word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from js_asset import Media

from newsletter.admin.campaigns.base import CampaignBase
from newsletter.admin.campaigns.blocks import BLOCKS
from newsletter.models.campaign import Campaign, State

COUNTED = {
    "subject": "Telephones show about 40 characters.",
    "preheader": "Stands after the subject in a list of mails.",
}
WHAT = ["subject", "preheader", "segment"]
HOW = ["sender_name", "sender_email", "reply_to", "in_archive", "per_minute", "resend_in_doubt", "send_until"]
MOST_ROWS = 1000


class BeginForm(forms.ModelForm):
    """All that a new letter needs."""


class LetterForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in COUNTED.items():
            if name in self.fields:
                many = len(getattr(self.instance, name))
                self.fields[name].help_text = f"{words} {many} as it is saved." if many else words
        if "send_until" in self.fields:
            self.fields["send_until"].help_text = (
                f"What has not gone out by then stays unsent. In the time of {settings.TIME_ZONE}. "
                "Empty: 24 hours after it began."
            )


class MeanwhileForm(LetterForm):
    """What was typed, shown again: nothing of it can be saved over what somebody else saved."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        raise ValidationError("Nothing was saved.")


class Writing(CampaignBase):
    inlines = BLOCKS
    fieldsets = [
        (None, {"fields": WHAT}),
        ("How it is sent", {"fields": HOW, "classes": ["collapse"]}),
    ]
    change_form_template = "newsletter/admin/writing.html"
    add_form_template = "newsletter/admin/begin.html"
    save_as = True
    is_meanwhile = "_is_meanwhile"  # of a request that came too late to be saved

    def get_form(self, request: HttpRequest, obj: Campaign | None = None, change: bool = False, **options: Any) -> Any:
        form = LetterForm if change or is_own(request) else BeginForm
        form = MeanwhileForm if hasattr(request, self.is_meanwhile) else form
        return super().get_form(request, obj, change, **({"form": form} | options))

    def get_fieldsets(self, request: HttpRequest, obj: Campaign | None = None) -> Any:
        """A notice has its audience by what it corrects."""
        if not obj and not is_own(request):
            return [(None, {"fields": ["subject"]})]
        is_notice = bool((obj or self.copied(request)).corrects_id)
        names = [name for name in WHAT if not (is_notice and name == "segment")]
        return [(None, {"fields": names}), *self.fieldsets[1:]]

    def copied(self, request: HttpRequest) -> Campaign:
        """What is kept as a letter of its own; an empty one where the address names none."""
        match = request.resolver_match
        found = self.get_object(request, unquote(match.kwargs.get("object_id", ""))) if match else None
        return found or Campaign()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "segment":
            kwargs["empty_label"] = "Everybody who subscribes"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Campaign | None) -> list[Any]:
        """Whoever may only look is shown the letter itself."""
        return self.inlines if is_own(request) or (obj and self.has_change_permission(request, obj)) else []

    def has_change_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        if hasattr(request, self.is_meanwhile):
            return self.has_write_permission(request)
        return super().has_change_permission(request, obj)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What is wrong with the address or the rights is Django's to say, before anything is locked."""
        if request.method == "POST":
            request.POST = sound(request.POST)
        campaign = self.get_object(request, unquote(object_id)) if object_id and not is_own(request) else None
        if request.method != "POST" or campaign is None or not self.has_write_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():  # the look at the version and the save are one act
            now = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
            if now.is_editable and request.POST.get("based_on") == str(now.version):
                return super().changeform_view(request, object_id, form_url, extra_context)
        return self.meanwhile(request, now)

    def meanwhile(self, request: HttpRequest, campaign: Campaign) -> HttpResponse:
        """Somebody saved or scheduled it. Theirs stands, and what was typed stands on the form again, all of it as
        new: it can be kept as a letter of its own."""
        setattr(request, self.is_meanwhile, True)
        prefixes = [
            inline.get_formset(request).get_default_prefix() for inline in self.get_inline_instances(request, campaign)
        ]
        request.POST = as_new(request.POST, prefixes)
        told = {"meanwhile": campaign.get_state_display(), "last": self.last_save(campaign), "errors": []}
        response = self._changeform_view(request, str(campaign.pk), "", told)
        response.status_code = 409
        return response

    def last_save(self, campaign: Campaign) -> Any:
        """Who saved last, and when."""
        log = LogEntry.objects.filter(content_type=get_content_type_for_model(campaign), object_id=str(campaign.pk))
        return log.select_related("user").first()

    def save_model(self, request: HttpRequest, obj: Campaign, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
            if is_own(request) and (first := self.copied(request)).corrects_id:  # or it would go to everybody
                obj.kind, obj.corrects_id = first.kind, first.corrects_id
        super().save_model(request, obj, form, change)
        if not change:
            obj.steps.create(state=State.DRAFT, by=request.user)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        """A save that changed something is a new version, and what was checked is a draft again."""
        super().save_related(request, form, formsets, change)
        campaign = form.instance
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            Campaign.objects.filter(pk=campaign.pk).update(version=F("version") + 1)
            if campaign.state == State.CHECKED:
                campaign.go(State.DRAFT, by=request.user, why="It was changed after the check.")

    def response_add(self, request: HttpRequest, obj: Campaign, post_url_continue: str | None = None) -> HttpResponse:
        self.message_user(request, f"“{obj}” is a draft now. Nobody gets it until it is scheduled.", messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", obj))

    def response_change(self, request: HttpRequest, obj: Campaign) -> HttpResponse:
        self.message_user(request, "Saved.", messages.SUCCESS)
        for screen in ("preview", "check"):
            if f"_{screen}" in request.POST and (screen == "preview" or obj.state == State.DRAFT):
                return HttpResponseRedirect(self.address(screen, obj))
        if "_save" in request.POST:
            return self.response_post_save_change(request, obj)
        return HttpResponseRedirect(self.address("change", obj))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **options: Any) -> HttpResponse:
        campaign = options.get("obj")
        if campaign:
            context = {"based_on": campaign.version} | context | self.about(request, campaign, str(campaign))
        response = super().render_change_form(request, context, **options)
        # `str`, because the nonce is false until somebody reads it, and then no editor would load.
        response.context_data["media"] = response.context_data["media"].with_nonce(str(request.csp_nonce))
        return response

    def _content_editor_media(self, request: HttpRequest, context: dict[str, Any]) -> Media:
        """A letter that is only just begun has no blocks yet."""
        has_blocks = bool(context.get("inline_admin_formsets"))
        return super()._content_editor_media(request, context) if has_blocks else Media()


def is_own(request: HttpRequest) -> bool:
    """What was typed is to become a letter of its own."""
    return request.method == "POST" and "_saveasnew" in request.POST


def sound(post: QueryDict) -> QueryDict:
    """Without NUL, which PostgreSQL refuses, and without what content-editor would copy from anywhere."""
    clean = post.copy()
    for name, values in post.lists():
        clean.setlist(name, [value.replace("\0", "") for value in values])
    clean.pop("_clone", None)
    return clean


def as_new(post: QueryDict, prefixes: list[str]) -> QueryDict:
    """The same words in rows that were never saved, whatever became of those they were typed into."""
    fresh = post.copy()
    for prefix in prefixes:
        total = fresh.get(f"{prefix}-TOTAL_FORMS", "0")
        numbers = range(min(int(total), MOST_ROWS)) if total.isascii() and total.isdecimal() else range(0)
        rows = [{name: fresh.pop(name) for name in list(fresh) if name.startswith(f"{prefix}-{n}-")} for n in numbers]
        kept = [(n, row) for n, row in zip(numbers, rows, strict=True) if f"{prefix}-{n}-DELETE" not in row]
        for place, (number, row) in enumerate(kept):
            for name, values in row.items():
                fresh.setlist(name.replace(f"{prefix}-{number}-", f"{prefix}-{place}-", 1), values)
            fresh[f"{prefix}-{place}-id"] = ""
        fresh[f"{prefix}-INITIAL_FORMS"], fresh[f"{prefix}-TOTAL_FORMS"] = "0", str(len(kept))
    return fresh
