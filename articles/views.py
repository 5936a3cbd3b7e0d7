"""What readers can open. Everything comes from publications and records; the working copy is out of reach."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles import lists
from articles.absence import absent
from articles.jsonld import ORIGIN
from articles.models.publication import Publication
from articles.models.site import SiteSettings
from articles.models.statement import Statement
from articles.paging import leafed
from articles.reading import page_at, related
from articles.topics import by_colour, used_topics

LATEST = 6
TEMPLATES = {"article": "articles/read.html", "strain": "articles/strain.html", "standing": "articles/standing.html"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    lead, *others = front() or [None]
    latest = sorted(others, key=lambda article: article.shown_at, reverse=True)[:LATEST]
    context = {"lead": lead, "latest": latest, "veins": vein_types(), "topics": used_topics()}
    return render(request, "articles/home.html", context)


@require_safe
def articles(request: HttpRequest, number: int = 1) -> HttpResponse:
    context = leafed(lists.articles(), number)
    context["paging"].object_list = context["paging"].object_list.cards()
    return render(request, "articles/articles.html", {"topics": used_topics(), **context})


@require_safe
def read(request: HttpRequest, path: str) -> HttpResponse:
    publication = page_at(path)
    if publication is None:
        return absent(request, path, "read") or redirect("read", path=path)  # shown at this very moment
    more = [] if publication.kind == "standing" else related(publication)
    jsonld = publication.jsonld.replace(ORIGIN, settings.SITE_URL)
    context = {"publication": publication, "related": more, "path": path, "jsonld": jsonld}
    return render(request, TEMPLATES[publication.kind], context)


@require_safe
def sheet(request: HttpRequest, path: str) -> HttpResponse:
    """A strain profile on one or two sheets of paper: what `read` shows of it, without its text blocks."""
    publication = Publication.objects.at(path)
    if publication is None:
        return absent(request, path, "sheet") or redirect("sheet", path=path)
    return render(request, "articles/sheet.html", {"publication": publication})


def front() -> list[Publication]:
    """The pinned articles, then the newest ones."""
    return list(FRONT())


def vein_types() -> list[Publication]:
    """Live profiles of the vein colours: red, green, white."""
    return by_colour(VEINS())


def _front() -> QuerySet[Publication]:
    """A union, because OR would walk through every article."""
    pins = SiteSettings.pinned.through.objects
    newest = Publication.objects.filter(kind="article").newest().values("pk")[: LATEST + 1]
    chosen = Publication.objects.filter(pk__in=newest).values("pk")
    pinned = Publication.objects.filter(page_id__in=pins.values("page_id")).values("pk")
    is_pinned = Exists(pins.filter(page_id=OuterRef("page_id")))
    found = Publication.objects.cards().filter(pk__in=chosen.union(pinned, all=True))
    return found.order_by(is_pinned.desc(), "-shown_at", "-pk")


FRONT = Statement(_front)
VEINS = Statement(lambda: Publication.objects.cards().filter(kind="strain", card__type="vein"))
