"""The desk: what waits for somebody, told on the front page of the admin in one query a panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, Value, When, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from articles.admin.bulk import ACTS
from articles.admin.filters import SOON, due_by, worked_on
from articles.admin.kind import admin_of, kinds_for
from articles.admin.moment import spoken, zone_of
from articles.admin.page import STATES, with_state
from articles.models import Feedback, Page, Schedule

SHOWN = 5  # rows of a panel; its count leads to all of them
A_LINE = 90  # characters of a reader's words
Narrow = Callable[[QuerySet[Page], HttpRequest], QuerySet[Page]]


@dataclass(frozen=True)
class Panel:
    """Pages that stand in some way, those first that come first by `at`. A row leads to `screen`, or, for whoever has
    a certain right, to another one: `instead`."""

    title: str
    link: str
    narrow: Narrow
    at: Any
    empty: str
    words: Any = Value("")
    newest_first: bool = True
    screen: str = "change"
    instead: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Told:
    """A panel with its count and its first rows (title, address, when, words), and what it says where it is empty."""

    title: str
    empty: str
    address: str
    count: int
    rows: list[tuple[str, str, str, str]]


def standing(state: str) -> Narrow:
    return lambda pages, request: with_state(pages.kept()).filter(STATES[state][1])


def waiting(column: Any, *, is_refused: bool) -> Subquery:
    """`column` of what comes first of that which waits, or was refused."""
    hours = Schedule.objects.filter(page=OuterRef("pk"))
    hours = hours.exclude(refused="") if is_refused else hours.filter(refused="")
    return Subquery(hours.order_by("at", "pk").values(wanted=column)[:1])


def mine(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return worked_on(pages.kept(), request.user)


def due(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return pages.kept().filter(due_by(timezone.localdate() + SOON))


def thrown(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return pages.filter(trashed_at__isnull=False)


ACT = Case(When(revision=None, then=Value("to be withdrawn")), default=Value("to be published"))
REFUSED, HOURS = partial(waiting, is_refused=True), partial(waiting, is_refused=False)
PANELS = (
    Panel("Mine", "?whose=mine", mine, F("updated_at"), "You have not written anything yet."),
    Panel(
        "Waiting with a reason",
        "?state=refused",
        standing("refused"),
        REFUSED(F("at")),
        "Nothing was refused at its hour.",
        words=REFUSED(F("refused")),
        newest_first=False,
        screen="hours",
    ),
    Panel(
        "Handed in",
        "?state=handed",
        standing("handed"),
        F("handing_in__at"),
        "Nothing waits for a reviewer.",
        words=F("handing_in__by__username"),
        newest_first=False,
        instead=("articles.review_page", "review"),
    ),
    Panel(
        "Reviews due or overdue",
        "?review=due",
        due,
        F("publication__review_due"),
        "No review is due within 30 days.",
        newest_first=False,
    ),
    Panel(
        "Scheduled",
        "?state=scheduled",
        standing("scheduled"),
        HOURS(F("at")),
        "Nothing waits for its hour.",
        words=HOURS(ACT),
        newest_first=False,
        screen="hours",
    ),
    Panel(
        "Changed since published",
        "?state=changed",
        standing("changed"),
        F("updated_at"),
        "Readers have all that was saved.",
    ),
    Panel("Live", "?state=shown", standing("shown"), F("publication__shown_at"), "Nothing is live yet."),
    Panel(
        "Withdrawn",
        "?state=withdrawn",
        standing("withdrawn"),
        F("withdrawal__at"),
        "Nothing is withdrawn.",
        words=F("withdrawal__why"),
    ),
    Panel("Trash", "trash/", thrown, F("trashed_at"), "The trash is empty.", words=F("trashed_by__username")),
)


def desk(request: HttpRequest) -> list[Told]:
    """Every panel, for somebody who may see pages; nothing for others."""
    kinds = kinds_for(request)
    may_write = ACTS["trash"].is_open_to(request)
    panels = [panel for panel in PANELS if panel.narrow is not mine or may_write]
    reported = [reports(request)] if request.user.has_perm("articles.view_feedback") else []
    return [*reported, *(told(panel, request, kinds) for panel in panels)] if kinds else []


def told(panel: Panel, request: HttpRequest, kinds: list[str]) -> Told:
    """One query, whatever the size: the first rows, each with the number of all."""
    pages = panel.narrow(Page.objects.filter(kind__in=kinds), request).alias(when=panel.at)
    first = F("when").desc() if panel.newest_first else F("when").asc()
    found = pages.annotate(hour=F("when"), said=panel.words, number=Window(Count("pk"))).order_by(first, "-pk")
    rows = list(found.values("pk", "kind", "title", "hour", "said", "number")[:SHOWN])
    address = reverse("admin:articles_page_changelist") + panel.link
    number = rows[0]["number"] if rows else 0
    return Told(panel.title, panel.empty, address, number, [row(each, panel, request) for each in rows])


def reports(request: HttpRequest) -> Told:
    """What readers told us and nobody has settled, errors first. One query too."""
    waiting = Feedback.objects.waiting().errors_first().annotate(number=Window(Count("pk")))
    found = list(waiting.values("pk", "page__title", "sent_at", "words", "number")[:SHOWN])
    rows = [
        (
            each["page__title"],
            reverse("admin:articles_feedback_change", args=[each["pk"]]),
            date_format(each["sent_at"].astimezone(zone_of(request)), "j M Y, H:i"),
            Truncator(each["words"]).chars(A_LINE),
        )
        for each in found
    ]
    address = reverse("admin:articles_feedback_changelist") + "?state=waiting"
    number = found[0]["number"] if found else 0
    return Told("Reports from readers", "No reader waits to be heard.", address, number, rows)


def row(found: dict[str, Any], panel: Panel, request: HttpRequest) -> tuple[str, str, str, str]:
    """Its title, the way to it, when, and what there is to say."""
    page = Page(pk=found["pk"], kind=found["kind"])
    right, other = panel.instead
    screen = other if right and request.user.has_perm(right) else panel.screen
    is_thrown = panel.narrow is thrown
    address = reverse("admin:articles_trash") if is_thrown else admin_of(page).address(screen, page)
    return found["title"] or "(no title yet)", address, told_when(found["hour"], panel, request), found["said"]


def told_when(when: Any, panel: Panel, request: HttpRequest) -> str:
    """Hours with their offset, in this person's own zone; a day where there is no hour."""
    if not isinstance(when, datetime):
        late = "overdue since" if when < timezone.localdate() else "due on"
        return f"{late} {date_format(when, 'j F Y')}"
    zone = zone_of(request)
    return spoken(when, zone) if panel.screen == "hours" else date_format(when.astimezone(zone), "j M Y, H:i")
