"""An old text again, before readers or in the working copy; each after a look at what it replaces."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html

from articles.admin.comparing import Comparing, Sides, name_of
from articles.admin.publishing import label, refusal, said
from articles.models import AddressTaken, Conflict, Page, Publication, Refused, Revision
from articles.models.embedding import said_of
from articles.snapshot import Snapshot

NOW = "What readers see now"
MEANWHILE = "{} meanwhile. Nothing was brought back. Look again at what it would replace."


class ToReaders(forms.Form):
    """`seen` is the revision that was live when its editor looked; nothing where none was."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    note = said("Why does it come back?", "Readers will see this.")


class ToWorkingCopy(forms.Form):
    """`seen` is the version that its editor looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)


class BringingBack(Comparing):
    def get_urls(self) -> list[URLPattern]:
        readers = self.screen("bring_to_readers", self.bring_to_readers, "history/<int:revision_id>/readers")
        working = self.screen("bring_to_working", self.bring_to_working, "history/<int:revision_id>/working")
        return [readers, working, *super().get_urls()]

    def bring_to_readers(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        page = self.page_for(request, object_id, may="publish")
        revision = self.revision_of(page, revision_id)
        form = ToReaders(request.POST or None, initial={"seen": live_key(page)})
        if request.method == "POST" and form.is_valid():
            try:
                return self.brought_to_readers(request, page, revision, form.cleaned_data)
            except (Refused, AddressTaken) as refused:
                form = ToReaders(initial={"seen": live_key(page), "note": form.cleaned_data["note"]})
                return self.readers_screen(request, page, revision, form, refused=refusal(refused), status=409)
        return self.readers_screen(request, page, revision, form, status=422 if form.errors else 200)

    def brought_to_readers(
        self, request: HttpRequest, page: Page, revision: Revision, chosen: dict[str, str]
    ) -> HttpResponse:
        with transaction.atomic():  # the look at what is live and the act are one
            page = page.locked()
            if live_key(page) != chosen["seen"]:
                raise Conflict(MEANWHILE.format("Readers were shown something else"))
            publication = page.show_again(revision, by=request.user, note=chosen["note"])
        self.log_change(request, page, f"Brought back to readers, {name_of(revision)}: {chosen['note']}")
        url = reverse("read", args=[publication.path])
        words = format_html('Readers see it again: <a href="{}">{}</a>', url, publication.title)
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("history", page))

    def readers_screen(
        self, request: HttpRequest, page: Page, revision: Revision, form: ToReaders, *, refused: str = "", status: int
    ) -> HttpResponse:
        live = Publication.objects.filter(page=page).select_related("revision").first()
        snapshot = as_today(revision)
        sides = Sides(live.revision.snapshot, snapshot, NOW, name_of(revision)) if live else None
        lines = [(each, label(each.place, snapshot)) for each in page.findings(snapshot)]
        more = {
            "stops": [line for line in lines if line[0].is_stop],
            "warnings": [line for line in lines if not line[0].is_stop],
            "waiting": page.schedules.all(),
        }
        facts = {"aim": "readers", "sides": sides, "form": form, "refused": refused} | more
        return self.back_screen(request, page, revision, status=status, **facts)

    def bring_to_working(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponse:
        page = self.page_for(request, object_id, may="change")
        revision = self.revision_of(page, revision_id)
        form = ToWorkingCopy(request.POST or None, initial={"seen": page.version})
        if request.method == "POST" and form.is_valid():
            try:
                return self.brought_to_working(request, page, revision, form.cleaned_data["seen"])
            except Refused as refused:
                page = self.page_for(request, object_id, may="change")
                return self.working_screen(request, page, revision, refused=str(refused), status=409)
        return self.working_screen(request, page, revision, status=422 if form.errors else 200)

    def brought_to_working(self, request: HttpRequest, page: Page, revision: Revision, seen: str) -> HttpResponse:
        with transaction.atomic():  # the look at the version and the act are one
            page = page.locked()
            if str(page.version) != seen:
                raise Conflict(MEANWHILE.format("Somebody saved this page"))
            lost = page.bring_back(revision.snapshot)
        self.log_change(request, page, f"Brought into the working copy: {name_of(revision)}")
        for sentence in lost:
            self.message_user(request, sentence, messages.WARNING)
        words = "The working copy says again what it said then. Readers see nothing of it until you publish it."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", page))

    def working_screen(
        self, request: HttpRequest, page: Page, revision: Revision, *, refused: str = "", status: int
    ) -> HttpResponse:
        sides = Sides(page.snapshot(), as_today(revision), "Working copy", name_of(revision))
        form = ToWorkingCopy(initial={"seen": page.version})
        facts = {"aim": "working", "sides": sides, "form": form, "refused": refused}
        return self.back_screen(request, page, revision, status=status, **facts)

    def back_screen(
        self, request: HttpRequest, page: Page, revision: Revision, *, status: int, **facts: Any
    ) -> HttpResponse:
        context = self.about(request, page, "Bring back", revision=revision, **facts)
        return TemplateResponse(request, "admin/articles/bring_back.html", context, status=status)


def live_key(page: Page) -> str:
    """Which revision readers see now; empty where they see none."""
    return str(Publication.objects.filter(page=page).values_list("revision_id", flat=True).first() or "")


def as_today(revision: Revision) -> Snapshot:
    """What it would say if it were shown now: its words with today's records."""
    return revision.snapshot.with_records(said_of(revision.snapshot.chosen))
