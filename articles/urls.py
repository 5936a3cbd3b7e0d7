"""The readers' addresses. Pages come last: theirs may be any word that no list has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse
from django.urls import URLPattern, include, path, re_path, register_converter
from django.urls.converters import StringConverter
from django.views.generic import RedirectView

from articles import (
    explorer,
    feedback,
    indexnow,
    media,
    notices,
    past,
    people,
    questions,
    sitemaps,
    sources,
    styleguide,
    topics,
    views,
)
from articles.api import views as api
from articles.feeds import views as feeds
from articles.search import views as search


class PageNumber:
    """1, 2, 3 …, each written in one way only."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Day:
    """One that the calendar has, written as 2026-03-01."""

    regex = "[12][0-9]{3}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


class PagePath(StringConverter):
    """Where a page stands: "articles/sleep", "strains/red-vein", "about"."""

    regex = "(?:(?:articles|strains)/)?[-a-zA-Z0-9_]+"


class Hash(StringConverter):
    """The first twelve digits of a revision's SHA-256."""

    regex = "[0-9a-f]{12}"


register_converter(PageNumber, "number")
register_converter(Day, "day")
register_converter(PagePath, "page")
register_converter(Hash, "hash")


def listed(route: str, view: Callable[..., HttpResponse], *, name: str) -> list[URLPattern]:
    """A list and its further pages; the first page has one address only."""
    first = RedirectView.as_view(pattern_name=name, permanent=True, http_method_names=["get", "head"])
    return [
        path(route, view, name=name),
        path(f"{route}page/1/", first),
        path(f"{route}page/<number:number>/", view, name=name),
    ]


class FeedForm(StringConverter):
    regex = "(?:atom|rss|json)"


register_converter(FeedForm, "form")

API = [
    path("", api.start, name="api"),
    path("pages", api.pages, name="api-pages"),
    path("pages/<page:path>", api.one, name="api-page"),
    path("strains", api.strains, name="api-strains"),
    path("faq", api.faq, name="api-faq"),
    path("references", api.references, name="api-references"),
    path("openapi.json", api.describe, name="api-description"),
    path("<path:rest>", api.nowhere, name="api-nowhere"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("feed.<form:form>", feeds.feed, name="feed"),
    path("changes/feed.<form:form>", feeds.changes_feed, name="changes-feed"),
    path("topics/<str:slug>/feed.<form:form>", feeds.topic_feed, name="topic-feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    re_path(
        r"^sitemap-(?P<kind>pages|sources|lists)-(?P<number>0|[1-9][0-9]{0,8})\.xml$",
        sitemaps.part,
        name="sitemap-part",
    ),
    path("robots.txt", notices.robots, name="robots"),
    path("llms.txt", notices.llms, name="llms"),
    path("<slug:key>.txt", indexnow.key, name="indexnow-key"),
    path(".well-known/security.txt", notices.security, name="security"),
    path("api/v1/", include(API)),
    path("media/<str:name>", media.serve, name="media"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    *listed("articles/", views.articles, name="articles"),
    path("strains/", explorer.strains, name="strains"),
    path("strains/compare/", explorer.compare, name="compare"),
    re_path(r"^strains/strains\.(?P<form>csv|json)$", explorer.strain_set, name="strain-set"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("a-z/", topics.a_to_z, name="a-to-z"),
    path("topics/", topics.topics, name="topics"),
    *listed("topics/<str:slug>/", topics.topic, name="topic"),
    path("questions/", questions.questions, name="questions"),
    *listed("questions/in-general/", questions.general, name="general-questions"),
    *listed("questions/<str:slug>/", questions.about, name="topic-questions"),
    *listed("references/", sources.references, name="references"),
    *listed("references/<slug:key>/", sources.reference, name="reference"),
    path("references/<slug:key>/cite.<str:form>", sources.export, name="reference-file"),
    *listed("people/", people.people, name="people"),
    *listed("people/<slug:key>/", people.person, name="person"),
    re_path(r"^(?P<path>(?:(?:articles|strains)/)?[-a-zA-Z0-9_]+)/$", views.read, name="read"),
    re_path(r"^(?P<path>strains/[-a-zA-Z0-9_]+)/sheet/$", views.sheet, name="sheet"),
    re_path(r"^(?P<path>(?:(?:articles|strains)/)?[-a-zA-Z0-9_]+)/feedback/$", feedback.feedback, name="feedback"),
    *listed("<page:path>/history/", past.history, name="history"),  # after `read`: /articles/history/ is an article
    path("<page:path>/history/<hash:hash>/", past.changes, name="changes"),
    path("<page:path>/at/<day:day>/", past.on_day, name="past"),
    path("<page:path>/at/<hash:hash>/", past.pinned, name="pinned"),
    path("<page:path>/cite.<str:form>", past.cite, name="cite"),
    path("<page:path>/references.<str:form>", sources.listed, name="references-file"),
    path("<page:path>/at/<hash:hash>/cite.<str:form>", past.cite, name="cite"),
]
