"""What readers can open. Everything comes from publications and records; the working copy is out of reach."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.citations import entry
from articles.jsonld import ORIGIN
from articles.models.person import Person
from articles.models.publication import Address, Publication, PublicationQuerySet, PublishedQuestion, Withdrawal
from articles.models.reference import Reference
from articles.models.revision import Embed
from articles.models.site import SiteSettings
from articles.models.topic import Topic

A_PAGE = 20
LATEST = 6
TEMPLATES = {"article": "articles/read.html", "strain": "articles/strain.html", "standing": "articles/standing.html"}
COLOURS = ["red", "green", "white"]
GENERAL = "common-questions"  # the standing page whose questions come first
AN_HOUR = "public, max-age=3600"  # an old address may come into use again


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    lead, *others = front() or [None]
    latest = sorted(others, key=lambda article: article.shown_at, reverse=True)[:LATEST]
    context = {"lead": lead, "latest": latest, "veins": strains_of_type("vein"), "topics": used_topics()}
    return render(request, "articles/home.html", context)


@require_safe
def articles(request: HttpRequest, number: int = 1) -> HttpResponse:
    listed = Publication.objects.cards().filter(kind="article").newest()
    return render(request, "articles/articles.html", {"topics": used_topics(), **paged(listed, number)})


@require_safe
def read(request: HttpRequest, path: str) -> HttpResponse:
    publication = Publication.objects.at(path)
    if publication is None:
        return missing(request, path)
    related = [] if publication.kind == "standing" else publication.related(limit=3)
    jsonld = publication.jsonld.replace(ORIGIN, settings.SITE_URL)
    context = {"publication": publication, "related": related, "path": path, "jsonld": jsonld}
    return render(request, TEMPLATES[publication.kind], context)


@require_safe
def strains(request: HttpRequest) -> HttpResponse:
    live = strains_of_type("vein", "named")
    context = {kind: [strain for strain in live if strain.card["type"] == kind] for kind in ("vein", "named")}
    return render(request, "articles/strains.html", context)


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/topics.html", {"topics": used_topics()})


@require_safe
def topic(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.select_related("picture"), slug=slug)
    listed = Publication.objects.cards().filter(filings__topic=topic.pk).order_by("-filings__shown_at", "-pk")
    return render(request, "articles/topic.html", {"topic": topic, **paged(listed, number)})


@require_safe
def questions(request: HttpRequest, number: int = 1) -> HttpResponse:
    general_first = Case(When(path=GENERAL, then=Value(0)), default=Value(1))
    answering = Publication.objects.cards().filter(pk__in=PublishedQuestion.objects.values("publication"))
    listed = answering.prefetch_related("questions").order_by(general_first, "-shown_at", "-pk")
    return render(request, "articles/questions.html", paged(listed, number))


@require_safe
def references(request: HttpRequest, number: int = 1) -> HttpResponse:
    context = paged(cited_references().order_by("authors", "key"), number)
    context["sources"] = [entry(reference.says()) for reference in context["paging"]]
    return render(request, "articles/references.html", context)


@require_safe
def reference(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    reference = get_object_or_404(Reference, key=key)
    citing = Publication.objects.saying(reference.embed_name)
    context = {"reference": reference, "source": entry(reference.says()), **shown_on(citing, number)}
    return render(request, "articles/reference.html", context)


@require_safe
def person(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    person = get_object_or_404(Person.objects.select_related("picture"), key=key)
    naming = Publication.objects.naming(person)
    return render(request, "articles/person.html", {"person": person, **shown_on(naming, number)})


def missing(request: HttpRequest, path: str) -> HttpResponse:
    """The way to where the page is now, the reason why it is gone, or 404."""
    if target := Address.target(path):
        response = redirect("read", path=target, permanent=True)
        response["Cache-Control"] = AN_HOUR
        return response
    if withdrawal := Withdrawal.at_path(path):
        return render(request, "410.html", {"withdrawal": withdrawal}, status=410)
    raise Http404("No page was ever shown at this address.")


def front() -> list[Publication]:
    """The pinned articles, then the newest ones. One query; a union, because OR would walk through every article."""
    pins = SiteSettings.pinned.through.objects
    newest = Publication.objects.filter(kind="article").newest().values("pk")[: LATEST + 1]
    chosen = Publication.objects.filter(pk__in=newest).values("pk")
    pinned = Publication.objects.filter(page_id__in=pins.values("page_id")).values("pk")
    is_pinned = Exists(pins.filter(page_id=OuterRef("page_id")))
    found = Publication.objects.cards().filter(pk__in=chosen.union(pinned, all=True))
    return list(found.order_by(is_pinned.desc(), "-shown_at", "-pk"))


def strains_of_type(*types: str) -> list[Publication]:
    """Live strain profiles: red, green, white, and by name within a colour."""
    live = Publication.objects.cards().filter(kind="strain", card__type__in=types)
    return sorted(live, key=lambda strain: (COLOURS.index(strain.card["colour"]), strain.title))


def used_topics() -> QuerySet[Topic]:
    """Topics with at least one live page, each with their number as `pages`."""
    return Topic.objects.annotate(pages=Count("filings")).filter(pages__gt=0).order_by("name")


def cited_references() -> QuerySet[Reference]:
    """Sources that a live page cites: those of a draft stay unseen."""
    name = Concat(Value(f"{Reference.KIND}:"), OuterRef("key"))
    live = Embed.objects.filter(name=name, revision__publication__isnull=False).exclude(digest="")
    return Reference.objects.filter(Exists(live))


def shown_on(live: PublicationQuerySet, number: int) -> dict[str, Any]:
    """One page of the list of the pages that show a record; 404 when there is none, for then nobody may see it."""
    context = paged(live.cards().newest(), number)
    if not context["paging"].paginator.count:
        raise Http404("No live page shows this.")
    return context


def paged(listed: QuerySet[Any], number: int) -> dict[str, Any]:
    """One page of a list and the numbers of its pages; 404 for a page that is not there."""
    paginator = Paginator(listed, A_PAGE)
    try:
        return {"paging": paginator.page(number), "numbers": paginator.get_elided_page_range(number)}
    except EmptyPage as error:
        raise Http404("The list is not that long.") from error
