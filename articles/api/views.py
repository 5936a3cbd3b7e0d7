"""The addresses of the read API. Everything comes from publications and records, and only what live pages show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from articles import lists
from articles.api import shapes
from articles.api.answers import answer, api
from articles.api.description import description
from articles.api.pages import chosen, licence, page, since
from articles.lists import Listed
from articles.models.filing import PublishedQuestion
from articles.models.publication import Publication

KINDS = ("", "article", "strain", "standing")
ORDERS = {"-changed": ("-updated_at", "-pk"), "changed": ("updated_at", "pk")}
CHANGED = ("order", "changed_since")  # names of a query
OF_REFERENCES = {"-changed": ("-changed_at", "-pk"), "changed": ("changed_at", "pk")}


@api
def start(request: HttpRequest) -> HttpResponse:
    names = ("api-pages", "api-strains", "api-faq", "api-references", "api-description")
    links = {name.removeprefix("api-"): settings.SITE_URL + reverse(name) for name in names}
    return answer({"version": 1, "licence": licence(), "links": links})


@api
def pages(request: HttpRequest) -> HttpResponse:
    kind = chosen(request, "kind", KINDS)
    return page(request, by_change(request, kind), shapes.page, asked=("kind", *CHANGED))


@api
def strains(request: HttpRequest) -> HttpResponse:
    found = by_change(request, "strain", with_text=True)
    return page(request, replace(found, unsorted=found.unsorted.defer("html")), shapes.strain, asked=CHANGED)


@api
def one(request: HttpRequest, path: str) -> HttpResponse:
    publication = told(Publication.objects.filter(path=path), with_text=True).first()
    if publication is None:
        raise Http404("No live page stands at this address.")
    return answer({"licence": licence(), **shapes.whole_page(publication)})


@api
def faq(request: HttpRequest) -> HttpResponse:
    order = chosen(request, "order", tuple(ORDERS))
    rows = PublishedQuestion.objects.select_related("publication")
    if moment := since(request):
        rows = rows.filter(publication__updated_at__gte=moment)
    light = rows.defer(*(f"publication__{name}" for name in ("html", "contents", "jsonld", "text", "card")))
    named = light.annotate(sha256=F("publication__revision__sha256"), path=F("publication__path"))
    sign = "-" if order.startswith("-") else ""
    keys = (f"{sign}publication__updated_at", f"{sign}publication_id", "ordering", "pk")
    return page(request, Listed(f"faq{order}", named, keys), shapes.asked, asked=CHANGED)


@api
def references(request: HttpRequest) -> HttpResponse:
    order = chosen(request, "order", tuple(OF_REFERENCES))
    rows = lists.references().unsorted
    if moment := since(request):
        rows = rows.filter(changed_at__gte=moment)
    return page(request, Listed(f"references{order}", rows, OF_REFERENCES[order]), shapes.reference, asked=CHANGED)


@api
def describe(request: HttpRequest) -> HttpResponse:
    return answer(description(settings.SITE_URL))


@api
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise Http404("This API has no such address. What it has stands at /api/v1/openapi.json.")


def by_change(request: HttpRequest, kind: str, *, with_text: bool = False) -> Listed:
    """Live pages in the order in which they changed. One that changes meanwhile comes again where the last change comes
    last, so that none is left out; in the other order it moves to where the walk has been."""
    order = chosen(request, "order", tuple(ORDERS))
    rows = Publication.objects.filter(kind=kind) if kind else Publication.objects.all()
    if moment := since(request):
        rows = rows.filter(updated_at__gte=moment)
    found = told(rows, with_text=with_text)
    return Listed(
        f"pages{order}", found if with_text else found.defer("html", "contents", "jsonld", "text"), ORDERS[order]
    )


def told(rows: QuerySet[Publication], *, with_text: bool) -> Any:
    """With the hash of what readers get and the key that stays; with what the revision says where that is told."""
    named = rows.annotate(sha256=F("revision__sha256"), key=F("page__key"))
    return (
        named.select_related("revision").defer("revision__html", "contents", "jsonld", "text") if with_text else named
    )
