"""Every public address of a site that the door may answer, of each kind at least one."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import Resolver404, resolve
from django.utils import timezone

from articles.models import Address, Person, Publication, Reference, Showing, Topic
from tests.browser.kinds import names

LISTS = [
    "/",
    "/articles/",
    "/strains/",
    "/topics/",
    "/a-z/",
    "/questions/",
    "/questions/in-general/",
    "/references/",
    "/people/",
]
FEEDS = ["/feed", "/changes/feed", *(f"/topics/{slug}/feed" for slug in ("sleep", "pain"))]
NARROWED = [
    "/strains/?colour=red&type=vein&sort=name&page=1",
    "/strains/?use=pain&effect=calm&basis=survey&origin=bali",
]
NARROWED += ["/strains/compare/?s=red-vein&s=white-vein", "/strains/compare/?s=none"]
NARROWED += ["/strains/strains.csv?colour=red", "/strains/strains.json?s=red-vein&effect=calm"]
NARROWED += ["/strains?use=pain", "/strains/compare?s=red-vein"]  # they are led to their slash
API = ["", "pages", "pages?kind=article&limit=1", "pages?order=changed&changed_since=2026-01-01T00:00:00Z"]
API += ["strains", "strains?order=changed&limit=1", "faq", "faq?limit=1", "references", "references?limit=1"]
API += ["openapi.json", "none"]
FILES = [
    "/sitemap.xml",
    "/sitemap-pages-0.xml",
    "/robots.txt",
    "/llms.txt",
    "/.well-known/security.txt",
    "/no-such-key.txt",
]


def addresses() -> list[str]:
    """Those of all pages there ever were are among them, and some that lead nowhere."""
    found = [*LISTS, *NARROWED, *FILES, "/no-such-page/", *(f"/api/v1/{rest}" for rest in API)]
    found += [f"{feed}.{form}" for feed in FEEDS for form in ("atom", "rss", "json")]
    for path in Address.objects.order_by("pk").values_list("path", flat=True):
        found += of_page(path)
    for key in Reference.objects.order_by("key").values_list("key", flat=True):
        found += [f"/references/{key}/", f"/references/{key}/cite.bib"]
    found += [f"/people/{key}/" for key in Person.objects.order_by("key").values_list("key", flat=True)]
    for slug in Topic.objects.order_by("slug").values_list("slug", flat=True):
        found += [f"/topics/{slug}/", f"/questions/{slug}/", f"/topics/{slug}/feed.atom"]
    return list(dict.fromkeys(found))


def a_few() -> list[str]:
    """Of each kind what shows most, and all of the oldest article: for who looks often."""
    found = [*LISTS, *NARROWED[2:5:2], "/sitemap.xml", "/llms.txt", "/feed.atom", "/changes/feed.json"]
    found += ["/topics/sleep/", "/topics/pain/feed.rss", "/questions/sleep/", "/references/clauw2014/", "/people/ana/"]
    found += ["/people/dr-ash/", "/strains/red-vein/", "/strains/red-vein/sheet/", "/articles/pain/"]
    found += [f"/api/v1/{name}" for name in ("pages", "strains", "faq", "references")]
    oldest = Publication.objects.filter(kind="article").order_by("page_id").values_list("path", flat=True)
    return found + [address for path in oldest[:1] for address in of_page(path)]


def of_page(path: str) -> Iterator[str]:
    yield from (f"/{path}/", f"/{path}/history/", f"/{path}/cite.bib", f"/{path}/references.ris")
    yield from (f"/{path}/at/{timezone.localdate()}/", f"/{path}/sheet/", f"/api/v1/pages/{path}")
    pins = [showing.revision.pin for showing in Showing.objects.of(path).told()]
    for pin in dict.fromkeys(pins[:2] + pins[-1:]):
        yield from (f"/{path}/history/{pin}/", f"/{path}/at/{pin}/", f"/{path}/at/{pin}/cite.ris")
    if len(pins) > 1:
        yield f"/{path}/history/{pins[0]}/?before={pins[1]}"


def kinds_of(found: list[str]) -> set[str]:
    """The names of the views that answer there."""
    views = set()
    for address in found:
        try:
            views.add(resolve(address.partition("?")[0]).view_name)
        except Resolver404:
            continue
    return views


def public_kinds() -> set[str]:
    """Of all views that answer readers with something that the door may keep."""
    private = {"search", "suggestions", "media", "styleguide", "feedback"}
    return {name for name in names() if not name.startswith("newsletter:")} - private
