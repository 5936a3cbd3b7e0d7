"""What public answers depend on: nothing of a request but its path and the names that the settings allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.http.request import HttpHeaders
from django.test import Client

from articles.facets import NAMES
from tests.door.addresses import addresses, kinds_of, public_kinds

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HEARD = {"HTTP_HOST", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_ENCODING"}
HEARD |= {"HTTP_USER_AGENT"}  # Django looks whether it is one of those that are refused, and there are none
HEARD |= {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}
HEARD |= {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"}
ODD = {
    "Accept": "application/json",
    "Accept-Language": "de",
    "User-Agent": "Robot/1.0",
    "Referer": "https://elsewhere.example/",
    "Origin": "https://elsewhere.example",
    "Sec-Fetch-Site": "cross-site",
    "Sec-Purpose": "prefetch",
    "X-Requested-With": "XMLHttpRequest",
    "X-Forwarded-Host": "elsewhere.example",
    "X-Forwarded-Proto": "https",
    "X-Original-URL": "/admin/",
    "Range": "bytes=0-9",
    "Save-Data": "on",
    "Cookie": "other=y",
}


def hearing(base: type, methods: tuple[str, ...]) -> type:
    """A mapping that notes which names it is asked for."""

    def noting(method: str) -> Any:
        plain = getattr(base, method)

        def asked(self: Any, name: str, *more: Any) -> Any:
            self.__dict__.setdefault("heard", set()).add(name)
            return plain(self, name, *more)

        return asked

    return type(f"Hearing{base.__name__}", (base,), {method: noting(method) for method in methods})


Meta = hearing(dict, ("__getitem__", "get", "__contains__", "pop"))
Headers = hearing(HttpHeaders, ("__getitem__", "__contains__"))
Query = hearing(QueryDict, ("__getitem__", "get", "getlist", "__contains__"))


class Request(WSGIRequest):
    last: Request

    def __init__(self, environ: dict[str, Any]) -> None:
        super().__init__(environ)
        self.META, self.GET = Meta(environ), Query(environ["QUERY_STRING"])
        self.headers = Headers(environ)
        Request.last = self

    def heard(self, where: str) -> set[str]:
        return vars(getattr(self, where)).get("heard", set())


@pytest.fixture
def heard(site, monkeypatch) -> Iterator[Any]:
    """Asks for an address; tells which names of the query and which headers were looked at."""
    monkeypatch.setattr("django.test.client.WSGIRequest", Request)

    def ask(address: str) -> Request:
        Client().get(address)
        return Request.last

    return ask


def names_of(path: str) -> set[str]:
    return next((set(names) for pattern, names in settings.DOOR_QUERIES if re.fullmatch(pattern, path)), set())


def test_no_kind_of_public_page_is_forgotten(site):
    assert public_kinds() - kinds_of(addresses()) == set()


def test_the_names_of_a_query_that_count_are_those_that_the_settings_allow(heard):
    read: dict[str, set[str]] = {pattern: set() for pattern, _ in settings.DOOR_QUERIES}
    for address in addresses():
        path = address.partition("?")[0]
        names = heard(address).heard("GET")
        assert names <= names_of(path), address
        for pattern in (pattern for pattern in read if re.fullmatch(pattern, path)):
            read[pattern] |= names
    assert read == {pattern: set(names) for pattern, names in settings.DOOR_QUERIES}


def test_the_settings_name_every_list_of_the_explorer():
    allowed = dict(settings.DOOR_QUERIES)
    assert allowed["/strains/?"] == [*NAMES, "sort", "page"]
    assert allowed[r"/strains/strains\.(csv|json)"] == [*NAMES, "s"]


def test_no_header_counts_that_the_door_takes_away(heard):
    for address in addresses():
        request = heard(address)
        headers = {name for name in request.heard("META") if name.startswith("HTTP_")}
        headers |= {f"HTTP_{name.upper().replace('-', '_')}" for name in request.heard("headers")}
        assert headers <= HEARD, address


def test_odd_headers_and_unknown_names_change_nothing(site):
    client = Client()
    for address in addresses():
        plain = client.get(address)
        if plain.status_code == 301:
            continue  # it hands on the query that it got, and is not kept
        odd = Client().get(f"{address}{'&' if '?' in address else '?'}utm_source=x&q=y", headers=ODD)
        assert (plain.status_code, plain.content) == (odd.status_code, odd.content), address
        assert dict(plain.items()) == dict(odd.items()), address
