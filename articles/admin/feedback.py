"""What readers told us: what waits first, beside the text that they read, and settled by somebody with a name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localtime

from articles.admin.kind import admin_of
from articles.admin.triage import PageFilter, StateFilter, Triage, VerdictFilter, beside
from articles.models import Feedback
from articles.models.feedback import FeedbackQuerySet

SHOWN = ["words", "place", "sent", "tally", "settled"]
A_LOOK = 160  # characters of it on the list
SAID = {"helped": "helped {}", "unhelpful": "not {}", "error": "wrong {}"}


class SettleForm(forms.ModelForm):
    is_blanked = forms.BooleanField(
        label="Remove the words",
        required=False,
        help_text="For names, somebody's health, or abuse. They are gone for good; that there was a report stays.",
    )


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin):
    form = SettleForm
    actions = ["settle"]
    change_form_template = "admin/articles/feedback.html"
    list_display = ["name", "said", "mark", "tally"]
    list_filter = [StateFilter, VerdictFilter, PageFilter]
    list_per_page = 50
    list_select_related = ["page", "settled_by"]
    search_fields = ["words", "outcome", "page__title"]
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    readonly_fields = SHOWN

    class Media:
        css = {"all": ["articles/feedback.css"]}

    def get_queryset(self, request: HttpRequest) -> FeedbackQuerySet:
        return Feedback.objects.errors_first().select_related("page", "settled_by")

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["rank", "-sent_at"]

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return Triage

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Feedback | None:
        feedback = super().get_object(request, object_id, from_field)
        return beside([feedback])[0] if feedback else None

    def get_fieldsets(self, request: HttpRequest, obj: Feedback | None = None) -> list[tuple[str | None, Any]]:
        may = self.has_change_permission(request, obj)
        typed = ["outcome", "is_blanked"] if may and obj and obj.words else ["outcome"]
        return [(None, {"fields": SHOWN}), ("What came of it", {"fields": typed})]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        """There is nothing to settle about a bare answer."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_bare)

    def has_delete_permission(self, request: HttpRequest, obj: Feedback | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Feedback", **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **more: Any
    ) -> HttpResponse:
        feedback = context["original"]
        context |= {"title": str(feedback), "subtitle": None, "ways": ways(request, feedback)}
        return super().render_change_form(request, context, *args, **more)

    def save_model(self, request: HttpRequest, obj: Feedback, form: forms.ModelForm, change: bool) -> None:
        obj.settle(by=request.user, outcome=obj.outcome, is_blanked=form.cleaned_data.get("is_blanked", False))

    def construct_change_message(self, request: HttpRequest, form: forms.ModelForm, *args: Any) -> str:
        """The words themselves are not repeated in the log: they may have been removed for a reason."""
        said = ["Settled.", form.cleaned_data["outcome"]]
        said += ["The words were removed."] if form.cleaned_data.get("is_blanked") else []
        return " ".join(filter(None, said))

    def response_change(self, request: HttpRequest, obj: Feedback) -> HttpResponse:
        self.message_user(request, f"Settled: “{obj.page}”.", messages.SUCCESS)
        return self.response_post_save_change(request, obj)

    @admin.action(description="Settle", permissions=["change"])
    def settle(self, request: HttpRequest, chosen: FeedbackQuerySet) -> None:
        with transaction.atomic():
            settled = list(chosen.waiting())
            Feedback.objects.filter(pk__in=[each.pk for each in settled]).settle(by=request.user)
            LogEntry.objects.log_actions(request.user.pk, settled, CHANGE, "Settled with others.")
        self.message_user(request, f"Settled: {len(settled)}.", messages.SUCCESS)

    @admin.display(description="page", ordering="page__title")
    def name(self, feedback: Feedback) -> str:
        return feedback.page.title or "(no title yet)"

    @admin.display(description="part")
    def place(self, feedback: Any) -> SafeString | str:
        """Named as the live page names it, or by its id where the page has it no more."""
        if not feedback.section:
            return "The page as a whole"
        titles = {part["id"]: part["title"] for part in feedback.live.contents} if feedback.live else {}
        return titles.get(feedback.section, feedback.section)

    @admin.display(description="what was said")
    def said(self, feedback: Feedback) -> SafeString:
        """What it is about, and how it begins."""
        words = Truncator(feedback.words).chars(A_LOOK) or ("" if feedback.is_bare else "(removed)")
        about = (feedback.get_verdict_display(), self.place(feedback))
        return format_html('<span class="quiet">{} · {}</span> {}', *about, words)

    @admin.display(description="sent")
    def sent(self, feedback: Feedback) -> str:
        return date_format(localtime(feedback.sent_at), "j M Y, H:i")

    @admin.display(description="state", ordering="sent_at")
    def mark(self, feedback: Feedback) -> SafeString | str:
        if feedback.is_bare:
            return self.sent(feedback)
        state, word = ("refused", "Waits") if feedback.is_waiting else ("live", "Settled")
        mark = '<span class="mark" data-state="{}">{}</span> <span class="quiet">{}</span>'
        return format_html(mark, state, word, self.sent(feedback))

    @admin.display(description="said of this page")
    def tally(self, feedback: Any) -> str:
        """ "helped 12 · not 3 · wrong 1"."""
        said = [
            words.format(feedback.tallied[verdict]) for verdict, words in SAID.items() if verdict in feedback.tallied
        ]
        return " · ".join(said)

    @admin.display(description="settled")
    def settled(self, feedback: Feedback) -> str:
        if feedback.settled_at is None:
            return "Not yet"
        return f"{date_format(localtime(feedback.settled_at), 'j M Y, H:i')} by {feedback.settled_by}"


def ways(request: HttpRequest, feedback: Any) -> Iterable[tuple[str, str]]:
    """Where to look, and where to mend it, for whoever may."""
    page, live, screen = feedback.page, feedback.live, admin_of(feedback.page)
    if live:
        yield "See it live", reverse("read", args=[live.path]) + (f"#{feedback.section}" if feedback.section else "")
    if page.trashed_at or not screen.has_view_permission(request, page):
        return
    name = f"admin:articles_{screen.opts.model_name}"
    yield "The text that was read", reverse(f"{name}_revision", args=[page.pk, feedback.revision_id])
    if live and live.revision_id != feedback.revision_id:
        ends = f"?from={feedback.revision_id}&to={live.revision_id}"
        yield "What changed since", reverse(f"{name}_compare", args=[page.pk]) + ends
    yield "History of the page", screen.address("history", page)
    if screen.has_change_permission(request, page):
        yield "Write at the page", screen.address("change", page)
