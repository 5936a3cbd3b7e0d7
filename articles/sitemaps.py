"""The addresses that search engines should know (https://www.sitemaps.org/protocol.html), with when what readers get
there last changed and the pictures on it. Redirects and what should not be found stand in none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count, F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import lists
from articles.feeds.atom import moment
from articles.models.publication import Publication
from articles.models.topic import Topic
from articles.topics import used_topics

MOST = 10_000  # addresses in one file
A_PART = 5_000  # keys in one part, of which some may be gone
LISTS = ("home", "articles", "strains", "topics", "a-to-z", "questions", "references", "people")
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


@dataclass(frozen=True)
class Place:
    path: str
    changed: datetime | None = None
    pictures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        changed = f"<lastmod>{moment(self.changed)}</lastmod>" if self.changed else ""
        pictures = "".join(f"<image:image><image:loc>{whole(p)}</image:loc></image:image>" for p in self.pictures)
        return f"<url><loc>{whole(self.path)}</loc>{changed}{pictures}</url>"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All in one file, or the list of its parts where that would be too long."""
    pages, sources = parts(Publication.objects.all()), parts(lists.references().unsorted)
    topics = used_topics()
    if sum(count for _, count, _ in [*pages, *sources]) + len(topics) + people().count() + len(LISTS) > MOST:
        found = [("pages", number, changed) for number, _, changed in pages]
        found += [("sources", number, None) for number, _, _ in sources]
        return written("sitemapindex", map(entry, [("lists", 0, None), *found]))
    places = [
        *list_places(topics),
        *page_places(Publication.objects.all()),
        *source_places(lists.references().unsorted),
    ]
    return written("urlset", map(str, places))


@require_safe
def part(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    first = int(number) * A_PART
    span = {"pk__gte": first, "pk__lt": first + A_PART}
    if kind == "pages":
        places = list(page_places(Publication.objects.filter(**span)))
    elif kind == "sources":
        places = list(source_places(lists.references().unsorted.filter(**span)))
    else:
        places = list(list_places(used_topics())) if first == 0 else []
    if not places:
        raise Http404("The sitemap has no such part.")
    return written("urlset", map(str, places))


def parts(rows: QuerySet) -> list[tuple[int, int, datetime | None]]:
    """The number of each part, how many stand in it and when the last of them changed."""
    moments = {"changed": Max("updated_at")} if rows.model is Publication else {}
    grouped = rows.order_by().annotate(part=F("pk") / A_PART).values("part").annotate(count=Count("pk"), **moments)
    return sorted((row["part"], row["count"], row.get("changed")) for row in grouped)


def list_places(topics: Iterable[Topic]) -> Iterator[Place]:
    newest = Publication.objects.aggregate(at=Max("updated_at"))["at"]
    yield from (Place(reverse(name), newest if name in ("home", "articles") else None) for name in LISTS)
    yield from (Place(reverse("topic", args=(topic.slug,))) for topic in topics)
    yield from (Place(reverse("person", args=(key,))) for key in people().values_list("key", flat=True)[:A_PART])


def people() -> QuerySet:
    return lists.people().rows


def page_places(pages: QuerySet[Publication]) -> Iterator[Place]:
    columns = ("path", "updated_at", "card__picture", "card__pictures")
    for path, changed, lead, others in pages.order_by("pk").values_list(*columns).iterator(chunk_size=2000):
        first = [rendition["name"] for rendition in (lead or {}).get("renditions", [])[-1:]]
        names = dict.fromkeys([*first, *(others or [])])
        yield Place(f"/{path}/", changed, [f"/media/{name}" for name in names])


def source_places(sources: QuerySet) -> Iterator[Place]:
    for key in sources.order_by("pk").values_list("key", flat=True).iterator(chunk_size=2000):
        yield Place(reverse("reference", args=(key,)))


def entry(found: tuple[str, int, datetime | None]) -> str:
    kind, number, changed = found
    at = f"<lastmod>{moment(changed)}</lastmod>" if changed else ""
    return f"<sitemap><loc>{whole(reverse('sitemap-part', args=(kind, number)))}</loc>{at}</sitemap>"


def written(root: str, places: Iterable[str]) -> HttpResponse:
    content = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {SPACES}>", *places, f"</{root}>", ""])
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


def whole(path: str) -> str:
    return escape(settings.SITE_URL + path)
