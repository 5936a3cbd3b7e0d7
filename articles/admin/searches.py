"""What readers looked for in vain, and the words that mean what our pages say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.admin.kind import admin_of
from articles.models import Missed, Page, Synonym
from articles.models.filing import GENERAL


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    actions = None
    list_display = ["word", "means"]
    search_fields = ["word", "means"]
    list_per_page = 100
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Synonyms", **(extra_context or {})})


@admin.register(Missed)
class MissedAdmin(admin.ModelAdmin):
    """Counted by day and by words alone; nobody can add to it, change it or take from it."""

    actions = None
    list_display_links = None
    list_per_page = 50
    search_fields = ["words"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Missed]:
        return Missed.objects.together()

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["-times", "-day", "words"]

    def get_list_display(self, request: HttpRequest) -> list[str | Callable[[Any], str]]:
        general = general_page(request)

        @admin.display(description="what to do")
        def ways(missed: Missed) -> SafeString:
            return format_html_join(" · ", '<a href="{}">{}</a>', ways_of(missed, general, request))

        return ["searched", "times", "days", "last", ways]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Searches that found nothing", **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Missed | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Missed | None = None) -> bool:
        return False

    @admin.display(description="readers typed", ordering="words")
    def searched(self, missed: Missed) -> SafeString:
        return format_html('<a href="{}?{}">{}</a>', reverse("search"), urlencode({"q": missed.words}), missed.words)

    @admin.display(description="times in 90 days", ordering="times")
    def times(self, missed: Any) -> int:
        return missed.times

    @admin.display(description="on days", ordering="days")
    def days(self, missed: Any) -> int:
        return missed.days

    @admin.display(description="last on", ordering="day")
    def last(self, missed: Missed) -> str:
        return date_format(missed.day, "j M Y")


def ways_of(missed: Missed, general: str, request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What whoever is signed in may make of it, with the words filled in."""
    if request.user.has_perm("articles.add_synonym"):
        yield f"{reverse('admin:articles_synonym_add')}?{urlencode({'word': missed.words})}", "Make this a synonym"
    if general:
        question = urlencode({"question": f"{missed.words.capitalize()}?"})
        yield f"{general}?{question}#faq-group", "Write a FAQ entry"


def general_page(request: HttpRequest) -> str:
    """The writing screen of the page with general questions, for whoever may change it."""
    page = Page.objects.kept().filter(kind="standing", slug=GENERAL).first()
    page = page and page.in_kind()
    may_write = page is not None and admin_of(page).has_change_permission(request, page)
    return admin_of(page).address("change", page) if page and may_write else ""
