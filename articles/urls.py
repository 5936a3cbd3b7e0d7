"""The readers' addresses. Pages come last: theirs may be any word that no list has."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path, re_path, register_converter
from django.views.generic import RedirectView

from articles import media, views


class PageNumber:
    """1, 2, 3 …, each written in one way only."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(PageNumber, "number")


def listed(route: str, view: Callable[..., HttpResponse], *, name: str) -> list[URLPattern]:
    """A list and its further pages; the first page has one address only."""
    first = RedirectView.as_view(pattern_name=name, permanent=True, http_method_names=["get", "head"])
    return [
        path(route, view, name=name),
        path(f"{route}page/1/", first),
        path(f"{route}page/<number:number>/", view, name=name),
    ]


urlpatterns = [
    path("", views.home, name="home"),
    path("media/<str:name>", media.serve, name="media"),
    *listed("articles/", views.articles, name="articles"),
    path("strains/", views.strains, name="strains"),
    path("topics/", views.topics, name="topics"),
    *listed("topics/<str:slug>/", views.topic, name="topic"),
    *listed("questions/", views.questions, name="questions"),
    *listed("references/", views.references, name="references"),
    *listed("references/<slug:key>/", views.reference, name="reference"),
    *listed("people/<slug:key>/", views.person, name="person"),
    re_path(r"^(?P<path>(?:(?:articles|strains)/)?[-a-zA-Z0-9_]+)/$", views.read, name="read"),
]
