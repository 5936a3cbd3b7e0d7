"""Search, as readers have it: a form that is sent with GET, and titles while they type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models.entry import KINDS
from articles.models.seeking import Missed
from articles.models.topic import Topic
from articles.search.query import LONGEST
from articles.search.results import A_PAGE, LAST_PAGE, Found, find, suggest

PLURALS = {
    "article": "Articles",
    "strain": "Strains",
    "question": "Questions",
    "reference": "Sources",
    "standing": "About the site",
}
PERSON = {"same-origin", "none"}  # what browsers say of a form of ours, and of an address that somebody typed
ROBOT = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor|curl|wget|python|headless", re.IGNORECASE)
ALIKE = "public, max-age=0"  # for everybody; what was withdrawn is not offered any more


@dataclass(frozen=True)
class Choice:
    """One way to narrow the results, with how many it leaves."""

    label: str
    address: str
    found: int
    is_chosen: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The last page is bounded: nobody walks through twenty thousand results, and no database should."""
    typed = request.GET.get("q", "")[:LONGEST]
    kind, number = chosen_kind(request), page_number(request)
    topic = Topic.objects.filter(slug=slug).first() if (slug := word_of(request, "topic")) else None
    if number > LAST_PAGE:
        raise Http404("The list is not that long.")
    found = find(typed, kind=kind, topic=topic, number=number)
    last = min(LAST_PAGE, -(-found.tally.total // A_PAGE)) or 1
    if number > last:
        raise Http404("The list is not that long.")
    if found.query.asked and not found.has_all and number == 1 and is_person(request):
        Missed.note(typed)
    context = {"found": found, "number": number, "last": last, "is_cut": found.tally.total > LAST_PAGE * A_PAGE}
    context |= {"start": (number - 1) * A_PAGE + 1, "end": min(number * A_PAGE, found.tally.total)}
    context |= {"kind": kind, "topic": topic, **choices(found, kind, topic), **ways(found, kind, topic, number, last)}
    return render(request, "articles/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles for the search box, as JSON: the same for everybody."""
    found = suggest(request.GET.get("q", "")[:LONGEST])
    told = [{"title": each.title, "kind": KINDS[each.kind], "address": f"/{each.address}"} for each in found]
    response = JsonResponse({"suggestions": told})
    response["Cache-Control"] = ALIKE
    response["X-Robots-Tag"] = "noindex"
    return response


def choices(found: Found, kind: str, topic: Topic | None) -> dict[str, list[Choice]]:
    """Kinds and topics to narrow to; a chosen one stays listed, so that it can be taken back."""
    tally, typed = found.tally, found.query.typed
    slug = topic.slug if topic else ""
    kinds = [
        Choice(PLURALS[name], address(typed, kind=name, topic=slug), tally.kinds[name], name == kind)
        for name in KINDS
        if tally.kinds[name] or name == kind
    ]
    topics = [
        Choice(each.name, address(typed, kind=kind, topic=each.slug), each.found, each == topic)
        for each in found.topics
        if each.found or each == topic
    ]
    every = Choice("Everything", address(typed, topic=slug), sum(tally.kinds.values()), not kind)
    anything = Choice("All topics", address(typed, kind=kind), tally.of_kind, not topic)
    return {"kinds": [every, *kinds] if kinds else [], "topics": [anything, *topics] if topics else []}


def ways(found: Found, kind: str, topic: Topic | None, number: int, last: int) -> dict[str, Any]:
    """Addresses of the pages around this one, and of the search without narrowing."""
    said = {"kind": kind, "topic": topic.slug if topic else ""}
    typed = found.query.typed
    near = {
        "previous": address(typed, **said, page=number - 1) if number > 1 else "",
        "next": address(typed, **said, page=number + 1) if number < last else "",
    }
    meant = {"typed": found.meant.typed, "address": address(found.meant.typed)} if found.meant else None
    return {"near": near, "meant": meant, "everything": address(typed)}


def address(typed: str, *, kind: str = "", topic: str = "", page: int = 1) -> str:
    said = {"q": typed, "kind": kind, "topic": topic, "page": "" if page == 1 else page}
    return f"{reverse('search')}?{urlencode({name: value for name, value in said.items() if value})}"


def chosen_kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in KINDS else ""


def page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    return int(typed) if re.fullmatch(r"[1-9][0-9]{0,2}", typed, re.ASCII) else 1


def word_of(request: HttpRequest, name: str) -> str:
    typed = request.GET.get(name, "")
    return typed if re.fullmatch(r"[-\w]{1,100}", typed, re.ASCII) else ""


def is_person(request: HttpRequest) -> bool:
    """As far as a request tells: no robot that says so, and nothing that was fetched beforehand."""
    came = request.headers.get("Sec-Fetch-Site") in PERSON and not request.headers.get("Sec-Purpose")
    return request.method == "GET" and came and not ROBOT.search(request.headers.get("User-Agent", ""))
