"""The feeds of the site. Each is bounded and asks a handful of questions; who has it already gets 304."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles import lists
from articles.feeds import atom, jsonfeed, rss
from articles.feeds.entry import Author, Entry, Feed, urn
from articles.models.publication import Address, Publication, Withdrawal
from articles.models.showing import Showing
from articles.models.site import SiteSettings
from articles.models.topic import Topic

FORMS = {"atom": atom, "rss": rss, "json": jsonfeed}
NEWEST = 20
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # when an empty feed of unchanged settings was last changed
WHAT_CHANGED = "Pages whose words changed in what matters, and pages that were withdrawn, each with the reason."


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """The newest articles and strains, and those that changed in what matters."""
    newest = Publication.objects.filter(kind__in=("article", "strain")).order_by("-changed_at", "-pk")
    site = SiteSettings.current()
    named = {"title": site.name, "subtitle": site.description, "page": absolute("home")}
    return answer(form, site, "site", entries=[told(page) for page in cards(newest)], name="feed", **named)


@require_safe
def topic_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    topic, site = get_object_or_404(Topic, slug=slug), SiteSettings.current()
    texts, strains = (named(topic.pk).rows.values("publication")[:NEWEST] for named in (lists.texts, lists.strains))
    chosen = [Publication.objects.filter(pk__in=filed).values("pk") for filed in (texts, strains)]
    newest = Publication.objects.filter(pk__in=chosen[0].union(chosen[1], all=True)).order_by("-changed_at", "-pk")
    named = {"title": f"{topic.name} · {site.name}", "subtitle": topic.introduction, "page": absolute("topic", slug)}
    entries = [told(page) for page in cards(newest)]
    return answer(form, site, "topic", topic.key, entries=entries, name="topic-feed", args=(slug,), **named)


@require_safe
def changes_feed(request: HttpRequest, form: str) -> HttpResponse:
    site = SiteSettings.current()
    entries = [*(changed(showing) for showing in major()), *(gone(withdrawal) for withdrawal in withdrawn())]
    newest = sorted(entries, key=lambda entry: entry.updated, reverse=True)[:NEWEST]
    named = {"title": f"What changed · {site.name}", "subtitle": WHAT_CHANGED, "page": absolute("home")}
    return answer(form, site, "changes", entries=newest, name="changes-feed", **named)


def answer(
    form: str,
    site: SiteSettings,
    *called: str,
    entries: Iterable[Entry],
    name: str,
    args: tuple[str, ...] = (),
    **words: str,
) -> HttpResponse:
    """A feed is changed when any page of the site is, or the site's own words: what left it is told by nothing else."""
    entries = tuple(entries)
    moments = [site.changed_at or BEGINNING, *(entry.updated for entry in entries)]
    written = Feed(
        id=urn("feed", *called),
        addresses={each: absolute(name, *args, each) for each in FORMS},
        updated=max(moments),
        author=Author(site.publisher or site.name, f"{settings.SITE_URL}/"),
        rights=site.licence,
        icon=settings.SITE_URL + static("img/icon-180.png"),
        hub=settings.WEBSUB_HUB,
        entries=entries,
        **words,
    )
    response = HttpResponse(FORMS[form].write(written), content_type=f"{FORMS[form].TYPE}; charset=utf-8")
    if "topic" not in called:  # whose own words have no moment: the hash tells of them, too
        response["Last-Modified"] = http_date(max([*moments, last_change()]).timestamp())
    response["Access-Control-Allow-Origin"] = "*"
    if written.hub:  # WebSub §4
        response["Link"] = f'<{written.hub}>; rel="hub", <{written.addresses[form]}>; rel="self"'
    return response


def last_change() -> datetime:
    """Of what readers get, withdrawals too."""
    found = [Publication.objects.aggregate(at=Max("updated_at")), Withdrawal.objects.aggregate(at=Max("at"))]
    return max((each["at"] for each in found if each["at"]), default=BEGINNING)


def cards(pages: QuerySet[Publication]) -> QuerySet[Publication]:
    return pages.defer("html", "contents", "jsonld", "text").annotate(key=F("page__key"))[:NEWEST]


def told(page: Any) -> Entry:
    card = page.card
    return Entry(
        id=urn("page", page.key),
        title=page.title,
        url=f"{settings.SITE_URL}/{page.path}/",
        published=page.first_shown_at,
        updated=page.changed_at,
        summary=card["standfirst"] or card["description"],
        authors=tuple(Author(person["name"], absolute("person", person["slug"])) for person in card["authors"]),
        topics=tuple(topic["name"] for topic in card["topics"]),
        picture=picture_of(card),
    )


def picture_of(card: dict[str, Any]) -> str:
    renditions = (card.get("picture") or {}).get("renditions", [])
    return f"{settings.SITE_URL}/media/{renditions[-1]['name']}" if renditions else ""


def major() -> QuerySet[Any]:
    """The newest showings of a text that changed in what matters, of pages that are live; a first one is no change."""
    earlier = Showing.objects.filter(page=OuterRef("page"), shown_from__lt=OuterRef("shown_from"))
    found = Showing.objects.filter(Exists(earlier), revision__is_major=True, page__publication__isnull=False)
    about = {"key": "page__key", "path": "page__publication__path", "title": "page__publication__title"}
    about |= {"sha256": "revision__sha256"}
    light = found.order_by("-shown_from", "-pk").only("shown_from", "why")
    return light.annotate(**{name: F(field) for name, field in about.items()})[:NEWEST]


def changed(showing: Any) -> Entry:
    return Entry(
        id=urn("showing", showing.key, showing.shown_from.isoformat()),
        title=f"Changed: {showing.title}",
        url=absolute("changes", path=showing.path, hash=showing.sha256[:12]),
        published=showing.shown_from,
        updated=showing.shown_from,
        summary=showing.why or "The page changed. What changed is told word by word at its address.",
    )


def withdrawn() -> QuerySet[Any]:
    """With where each page stood last and how it was called then."""
    last = Showing.objects.filter(page=OuterRef("page")).order_by("-shown_from", "-pk")
    path = Address.objects.filter(page=OuterRef("page")).order_by("-pk").values("path")[:1]
    title = last.values("revision__content__title")[:1]
    found = Withdrawal.objects.annotate(key=F("page__key"), path=Subquery(path), title=Subquery(title))
    return found.order_by("-at", "-pk")[:NEWEST]


def gone(withdrawal: Any) -> Entry:
    return Entry(
        id=urn("withdrawal", withdrawal.key, withdrawal.at.isoformat()),
        title=f"Withdrawn: {withdrawal.title}",
        url=f"{settings.SITE_URL}/{withdrawal.path}/" if withdrawal.path else absolute("home"),  # another stands there
        published=withdrawal.at,
        updated=withdrawal.at,
        summary=withdrawal.why,
    )


def absolute(name: str, *args: object, **kwargs: object) -> str:
    """From the setting: what a feed reader keeps must not lead where a Host header said."""
    return settings.SITE_URL + reverse(name, args=args, kwargs=kwargs)
