"""What else is done with a campaign: each a page with one button, refused in words to whoever comes too late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern
from django.utils import timezone

from newsletter import ledger
from newsletter.admin.campaigns.base import OPEN_IN, CampaignBase, posted
from newsletter.models.campaign import Campaign, NotNow, State
from newsletter.models.letter import LetterArticle, LetterPicture, LetterText

COPIED = ("subject", "preheader", "sender_name", "sender_email", "reply_to", "segment_id", "in_archive", "per_minute")
COPIED += ("resend_in_doubt",)
HOURS = [("6", "6 hours"), ("24", "24 hours"), ("72", "3 days")]


class Confirm(forms.Form):
    """Nothing is asked but the button."""

    is_confirmed = forms.CharField(widget=forms.HiddenInput, initial="1")


class Reason(forms.Form):
    why = forms.CharField(
        label="Why?", max_length=300, help_text="Kept with the letter.", widget=forms.Textarea(attrs={"rows": 3})
    )


class Longer(Confirm):
    """A letter that was paused may have overstepped its time."""

    lasts = forms.ChoiceField(
        label="Nothing goes out later than",
        choices=[("", "as it was"), *((hours, f"{words} from now") for hours, words in HOURS)],
        required=False,
        help_text="What has not gone out by then stays unsent.",
    )


def pause(campaign: Campaign, request: HttpRequest, chosen: dict[str, Any]) -> Campaign:
    campaign.go(State.PAUSED, by=request.user, why=chosen["why"])
    return campaign


def resume(campaign: Campaign, request: HttpRequest, chosen: dict[str, Any]) -> Campaign:
    campaign.resume(by=request.user)
    if chosen["lasts"]:
        until = timezone.now() + timedelta(hours=int(chosen["lasts"]))
        Campaign.objects.filter(pk=campaign.pk).update(send_until=until)
    return campaign


def cancel(campaign: Campaign, request: HttpRequest, chosen: dict[str, Any]) -> Campaign:
    campaign.go(State.CANCELLED, by=request.user, why=chosen["why"])
    return campaign


def redraft(campaign: Campaign, request: HttpRequest, chosen: dict[str, Any]) -> Campaign:
    campaign.go(State.DRAFT, by=request.user)
    return campaign


def copy(campaign: Campaign, request: HttpRequest, chosen: dict[str, Any]) -> Campaign:
    """A new draft with the same words and blocks; its hour and its past are its own."""
    kept = {name: getattr(campaign, name) for name in COPIED}
    if campaign.corrects_id:  # or it would go to everybody
        kept |= {"kind": campaign.kind, "corrects_id": campaign.corrects_id}
    fresh = Campaign.objects.create(created_by=request.user, **kept)
    fresh.steps.create(state=State.DRAFT, by=request.user, why=f"Copied from “{campaign}”"[:300])
    for kind in (LetterText, LetterArticle, LetterPicture):
        blocks = list(kind.objects.filter(parent=campaign))
        for block in blocks:
            block.pk, block.parent = None, fresh
        kind.objects.bulk_create(blocks)
    return fresh


@dataclass(frozen=True)
class Act:
    """`text` says what will be, `done` what was; `then` is the screen that comes after."""

    name: str
    title: str
    button: str
    text: str
    done: str
    do: Callable[[Campaign, HttpRequest, dict[str, Any]], Campaign]
    form: type[forms.Form] = Confirm
    then: str = "progress"


ACTS = (
    Act(
        "pause",
        "Pause",
        "Pause it",
        "What is being handed over this moment still goes out. All others wait until somebody resumes it.",
        "Paused.",
        pause,
        Reason,
    ),
    Act("resume", "Resume", "Resume", "It goes on where it was.", "It goes on.", resume, Longer),
    Act(
        "cancel",
        "Cancel",
        "Cancel it for good",
        "Whoever has not got it by now will not get it. A cancelled letter cannot be sent any more, only copied.",
        "Cancelled.",
        cancel,
        Reason,
    ),
    Act(
        "redraft",
        "Back to draft",
        "Make it a draft again",
        "It can be changed again, loses its hour, and must be checked anew.",
        "It is a draft again.",
        redraft,
        then="change",
    ),
    Act(
        "copy",
        "Copy",
        "Copy it",
        "A new draft with the same words, articles and pictures. This one stays as it is.",
        "This is the copy, a draft.",
        copy,
        then="change",
    ),
)


class Acts(CampaignBase):
    def get_urls(self) -> list[URLPattern]:
        acts = [self.screen(act.name, partial(self.act, act=act)) for act in ACTS]
        settle = self.screen("settle", self.settle, "doubt/<str:how>")
        return [*acts, settle, *super().get_urls()]

    def act(self, request: HttpRequest, object_id: str, act: Act) -> HttpResponse:
        may = "send" if act.name == "resume" else "write"
        campaign = self.campaign_for(request, object_id, may=may)
        if campaign.state not in OPEN_IN[act.name]:
            return self.too_late(request, campaign, act.title)
        form = act.form(posted(request))
        if request.method != "POST" or not form.is_valid():
            context = self.about(request, campaign, act.title, form=form, act=act)
            return self.drawn(request, "act", context, status=422 if form.errors else 200)
        try:
            with transaction.atomic():
                after = act.do(campaign, request, form.cleaned_data)
        except NotNow as reason:
            return self.too_late(request, campaign, act.title, str(reason))
        self.log_change(request, campaign, act.title)
        self.message_user(request, act.done, messages.SUCCESS)
        return HttpResponseRedirect(self.address(act.then, after))

    def settle(self, request: HttpRequest, object_id: str, how: str) -> HttpResponse:
        """What is in doubt, by the word of a person: sent again, or left as it is."""
        campaign = self.campaign_for(request, object_id, may="send")
        if request.method != "POST" or how not in SETTLED:
            return HttpResponseNotAllowed(["POST"])
        if campaign.state not in OPEN_IN["settle"]:
            return self.too_late(request, campaign, "In doubt")
        do, done = SETTLED[how]
        try:
            do(campaign, by=request.user)
        except NotNow as reason:
            return self.too_late(request, campaign, "In doubt", str(reason))
        self.log_change(request, campaign, done)
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(self.address("progress", campaign))


# Looked up when they are called: the ledger is the one place that knows how.
SETTLED: dict[str, tuple[Callable[..., Any], str]] = {
    "resend": (lambda campaign, by: ledger.resend_in_doubt(campaign, by=by), "What was in doubt goes out again."),
    "leave": (lambda campaign, by: ledger.leave_in_doubt(campaign, by=by), "What was in doubt stays as it is."),
}
