"""What was sent, for everybody to read: nobody's links are in it. And the way from a letter's link to its target."""

from __future__ import annotations

import logging
from textwrap import shorten

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from newsletter.models.issue import Click, Issue

log = logging.getLogger(__name__)

A_PAGE = 20
TITLE, DESCRIPTION = 48, 160  # characters
LIST = "Past letters to subscribers"
for_everybody = cache_control(public=True, max_age=0, stale_if_error=settings.DOOR_GRACE)  # as pages are
FETCHED_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@require_safe
@for_everybody
def issues(request: HttpRequest, number: int = 1) -> HttpResponse:
    paginator = Paginator(Issue.objects.archived().cards(), A_PAGE)
    try:
        context = {"paging": paginator.page(number), "numbers": paginator.get_elided_page_range(number)}
    except EmptyPage as error:
        raise Http404("The list is not that long.") from error
    return render(request, "newsletter/issues.html", context | listed(number))


@require_safe
@for_everybody
def issue(request: HttpRequest, number: int) -> HttpResponse:
    sent = get_object_or_404(Issue.objects.archived().defer("message", "text", "links"), number=number)
    return render(request, "newsletter/issue.html", {"issue": sent, **called(sent)})


@require_safe
@never_cache
def go(request: HttpRequest, campaign: int, link: int) -> HttpResponse:
    """Counts and forgets: nothing of who followed the link is kept. Leads only where the letter led."""
    sent = get_object_or_404(Issue.objects.only("links"), campaign=campaign)
    if link >= len(sent.links):
        raise Http404("The letter has no such link.")
    if request.method == "GET" and not is_fetched_ahead(request):
        count(sent, link)
    response = HttpResponseRedirect(sent.links[link])
    response["X-Robots-Tag"] = "noindex"
    return response


def listed(number: int) -> dict[str, str]:
    """Title and description of a page of the list, each page's own."""
    described = "Every letter that our subscribers were sent, the newest first, each as it was sent. Open to everybody."
    more = number > 1
    return {"title": LIST + f", page {number}" * more, "description": described + f" Page {number}." * more}


def called(sent: Issue) -> dict[str, str]:
    """Title and description for search engines: no two letters share one, for both hold the number."""
    day = date_format(localtime(sent.sent_at), "j F Y")
    title = f"{cut(sent.subject, TITLE)}, No. {sent.number}"
    described = f"No. {sent.number} of our letters to subscribers, as it was sent on {day}. {sent.preheader}"
    return {"title": title, "description": cut(described, DESCRIPTION)}


def cut(text: str, length: int) -> str:
    """At a word, if there is one that is short enough."""
    short = shorten(text, length, placeholder="…")
    return short if short != "…" else f"{text[: length - 1]}…"


def is_fetched_ahead(request: HttpRequest) -> bool:
    """By a browser that guesses what its reader opens next; nobody followed the link yet."""
    said = " ".join(request.headers.get(name, "") for name in FETCHED_AHEAD).lower()
    return any(word in said for word in ("prefetch", "prerender", "preview"))


def count(sent: Issue, link: int) -> None:
    """A reader is led on, whether or not the database can write just now."""
    try:
        Click.add(sent, link)
    except OperationalError as error:
        log.warning("a click on issue %s is not counted: %s", sent.pk, type(error).__name__)
