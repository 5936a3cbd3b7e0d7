"""The way to readers and back: publish with a note, withdraw with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from articles.admin.page import PageAdmin
from articles.gate import Finding
from articles.models import AddressTaken, Page, Publication, Refused
from articles.snapshot import Snapshot

WEIGHTS = [("major", "Major: readers should know of it"), ("minor", "Minor: spelling, wording, layout")]
NAMES = {model._meta.model_name: model._meta.verbose_name for model in Page.block_models()}
OTHER_PLACES = {"faq": "Question", "effect": "Reported effect or use", "alkaloid": "Alkaloid measurement"}
OTHER_PLACES |= {"amount": "Amount, onset or duration"}


Line = tuple[Finding, str, str]  # what was found, the name of its place, the way there


def said(label: str, help_text: str, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=300, widget=area, help_text=help_text, **options)


class PassingForm(forms.Form):
    """A reason is asked for where there are `warnings`."""

    override = said("Why publish it all the same?", "Kept in the history. Readers do not see it.", required=False)

    def __init__(self, *args: Any, warnings: list[Line] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings = warnings or []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.warnings and not cleaned.get("override"):
            self.add_error("override", "Mend what is listed above, or say why it may stay.")
        return cleaned


class PublishForm(PassingForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    note = said("What is new?", "Readers will see this.")
    weight = forms.ChoiceField(label="How large is the change?", choices=WEIGHTS, widget=forms.RadioSelect)


class WithdrawForm(forms.Form):
    why = said("Why?", "Readers who come to the page are told this.")


class Publishing(PageAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("publish", self.publish), self.screen("withdraw", self.withdraw), *super().get_urls()]

    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        page = self.page_for(request, object_id, may="publish")
        found, first = self.found(page), {"version": page.version, "weight": "major"}
        form = PublishForm(request.POST or None, initial=first, warnings=found["warnings"])
        if form.is_valid():
            try:
                return self.published(request, page, form.cleaned_data)
            except (Refused, AddressTaken) as refused:
                found = self.found(page) | {"refused": refusal(refused)}
        context = self.about(request, page, "Publish", form=form, signed=page.signed(), **found)
        context |= self.effect_of(request, page)
        return TemplateResponse(request, "admin/articles/publish.html", context, status=status_of(context))

    def effect_of(self, request: HttpRequest, page: Page) -> dict[str, Any]:
        """Hook: what publishing does to other pages."""
        return {}

    def published(self, request: HttpRequest, page: Page, chosen: dict[str, Any]) -> HttpResponse:
        facts = {name: chosen[name] for name in ("note", "version", "override")}
        publication = page.publish(by=request.user, is_major=chosen["weight"] == "major", **facts)
        return self.shown(request, page, publication, f"Published: {chosen['note']}")

    def shown(self, request: HttpRequest, page: Page, publication: Publication, words: str) -> HttpResponse:
        self.log_change(request, page, words)
        url = reverse("read", args=[publication.path])
        words = format_html('Readers see it now: <a href="{}">{}</a>', url, page)
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", page))

    def found(self, page: Page, snapshot: Snapshot | None = None) -> dict[str, list[Line]]:
        """All that the gate finds, at once, each with the way to where it is mended: `stops` and `warnings`."""
        snapshot = snapshot or page.snapshot()
        writing = self.address("change", page)
        lines = [(each, label(each.place, snapshot), f"{writing}#{each.place}") for each in page.findings(snapshot)]
        stops = [line for line in lines if line[0].is_stop]
        return {"stops": stops, "warnings": [line for line in lines if not line[0].is_stop]}

    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        page = self.page_for(request, object_id, may="withdraw")
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self.withdrawn(request, page, form.cleaned_data["why"])
        live = Publication.objects.cards().filter(page=page).first()
        showing = Publication.objects.cards().saying(f"{page.kind}:{page.key}").exclude(page=page)
        context = self.about(request, page, "Withdraw", form=form, live=live, showing=showing[:20])
        return TemplateResponse(request, "admin/articles/withdraw.html", context, status=422 if form.errors else 200)

    def withdrawn(self, request: HttpRequest, page: Page, why: str) -> HttpResponse:
        try:
            page.withdraw(by=request.user, why=why)
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.log_change(request, page, f"Withdrawn: {why}")
            self.message_user(request, "Readers do not see it any more; they are told why.", messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", page))


def refusal(refused: Exception) -> str:
    if isinstance(refused, AddressTaken):
        return f"Another live page stands at /{refused}/. Give this one another address."
    return str(refused)


def status_of(context: dict[str, Any]) -> int:
    """Of a screen that shows its form again, or for the first time."""
    return 409 if "refused" in context else 422 if context["form"].errors else 200


def label(place: str, snapshot: Snapshot) -> str:
    """What the writer knows it by: "Block 3, callout"."""
    kind, _, number = place.rpartition("-")
    if kind == "block":
        return f"Block {number}, {NAMES[snapshot.blocks[int(number) - 1].type]}"
    return f"{OTHER_PLACES[kind]} {number}" if kind in OTHER_PLACES else capfirst(place.replace("_", " "))
