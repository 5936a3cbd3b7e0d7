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
OTHER_PLACES = {"faq": "Question", "effect": "Reported effect or use"}


def said(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text)


class PublishForm(forms.Form):
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
        form = PublishForm(request.POST or None, initial={"version": page.version, "weight": "major"})
        if request.method == "POST" and form.is_valid():
            try:
                return self.published(request, page, form.cleaned_data)
            except (Refused, AddressTaken) as refused:
                return self.publish_screen(request, page, form, refused=refusal(refused), status=409)
        return self.publish_screen(request, page, form, status=422 if form.errors else 200)

    def published(self, request: HttpRequest, page: Page, chosen: dict[str, Any]) -> HttpResponse:
        is_major = chosen["weight"] == "major"
        publication = page.publish(by=request.user, note=chosen["note"], is_major=is_major, version=chosen["version"])
        self.log_change(request, page, f"Published: {chosen['note']}")
        url = reverse("read", args=[publication.path])
        words = format_html('Readers see it now: <a href="{}">{}</a>', url, page)
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", page))

    def publish_screen(
        self, request: HttpRequest, page: Page, form: PublishForm, *, refused: str = "", status: int = 200
    ) -> HttpResponse:
        """All that the gate finds, at once, each with the way to where it is mended."""
        snapshot = page.snapshot()
        found = page.findings(snapshot)
        writing = self.address("change", page)
        lines = [(finding, label(finding, snapshot), f"{writing}#{finding.place}") for finding in found]
        stops = [line for line in lines if line[0].is_stop]
        warnings = [line for line in lines if not line[0].is_stop]
        context = self.about(request, page, "Publish", form=form, stops=stops, warnings=warnings, refused=refused)
        return TemplateResponse(request, "admin/articles/publish.html", context, status=status)

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


def label(finding: Finding, snapshot: Snapshot) -> str:
    """Where the writer finds it: "Block 3, callout"."""
    kind, _, number = finding.place.rpartition("-")
    if kind == "block":
        return f"Block {number}, {NAMES[snapshot.blocks[int(number) - 1].type]}"
    return f"{OTHER_PLACES[kind]} {number}" if kind in OTHER_PLACES else capfirst(finding.place)
