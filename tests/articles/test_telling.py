"""Search engines and a hub are told what changed and what went, each where the site names it, and nothing else."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles import connection, indexnow
from articles.feeds import websub
from articles.models import Article, Publication, Topic
from articles.telling import place
from tests.newsletter.outside import Outside, answering, certificate_of

KEY = "0123456789abcdef"
SITE = "https://kratom.example"
TOLD = {indexnow: "api.indexnow.org", websub: "hub.example.org"}  # and where it is
OFF = [(indexnow, "INDEXNOW_KEY", ""), (indexnow, "LOCAL", True), (websub, "WEBSUB_HUB", "")]


@pytest.fixture
def site(published, settings):
    """Its one page changed an hour ago and nobody was told."""
    settings.INDEXNOW_KEY, settings.WEBSUB_HUB = KEY, "https://hub.example.org/?to=us"
    settings.LOCAL, settings.SITE_URL = False, SITE
    Publication.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    for who in TOLD:
        cache.set(place(who.NAME), timezone.now() - timedelta(hours=2), timeout=None)
    yield
    for who in TOLD:
        cache.delete(place(who.NAME))


@pytest.fixture(params=TOLD, ids=["search engines", "hub"])
def who(request):
    return request.param


@pytest.fixture
def outside(site, tmp_path, monkeypatch) -> Callable[..., Outside]:
    """Makes the service, on this machine."""

    def make(who, status: str) -> Outside:
        certificate = certificate_of(TOLD[who], tmp_path)
        monkeypatch.setattr(connection, "TLS", ssl.create_default_context(cafile=certificate))
        made = Outside(lambda _: answering(status, **{"Content-Length": "0"}))
        made.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        made.tls.load_cert_chain(certificate)
        return made

    return make


@pytest.mark.slow
def test_search_engines_are_told_the_address_of_the_page(outside):
    with outside(indexnow, "202 Accepted") as engine:
        assert indexnow.tell_due(edge=engine.edge) == 1
    head, _, body = engine.heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /indexnow HTTP/1.1\r\nHost: api.indexnow.org\r\n")
    assert json.loads(body) == {
        "host": "kratom.example",
        "key": KEY,
        "keyLocation": f"{SITE}/{KEY}.txt",
        "urlList": [f"{SITE}/articles/sleep/"],
    }


@pytest.mark.slow
def test_the_hub_is_told_the_feeds_in_which_the_page_stands(outside):
    Topic.objects.create(name="Without a page", slug="without")
    with outside(websub, "204 No Content") as hub:
        assert websub.tell_due(edge=hub.edge) == 9
    head, _, body = hub.heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /?to=us HTTP/1.1\r\nHost: hub.example.org\r\n")
    assert b"\r\nContent-Type: application/x-www-form-urlencoded\r\n" in head
    said = parse_qsl(body.decode())
    assert said[0] == ("hub.mode", "publish")
    paths = ("", "/changes", "/topics/sleep")
    assert said[1:] == [("hub.url", f"{SITE}{path}/feed.{form}") for path in paths for form in websub.FORMS]


@pytest.mark.slow
def test_a_hub_is_told_of_many_feeds_in_several_goes(outside, monkeypatch):
    monkeypatch.setattr(websub, "AT_ONCE", 4)
    with outside(websub, "204 No Content") as hub:
        assert websub.tell_due(edge=hub.edge) == 9
    told = [value for words in hub.heard for name, value in parse_qsl(words.decode()) if name == "hub.url"]
    assert (len(hub.heard), len(told), len(set(told))) == (3, 9, 9)


@pytest.mark.slow
def test_a_change_is_told_once(outside, who):
    with outside(who, "202 Accepted") as service:
        assert who.tell_due(edge=service.edge) > 0
        assert who.tell_due(edge=service.edge) == 0
    assert service.resolved == [TOLD[who]]


@pytest.mark.slow
@pytest.mark.parametrize("status", ["500 Broken", "403 No", "429 Later"])
def test_what_is_not_taken_is_told_again(outside, who, status):
    with outside(who, status) as service:
        assert who.tell_due(edge=service.edge) == 0
    with outside(who, "202 Accepted") as service:
        assert who.tell_due(edge=service.edge) > 0


@pytest.mark.slow
def test_a_site_begins_with_what_changes_from_then_on(outside, who):
    cache.delete(place(who.NAME))
    with outside(who, "200 OK") as service:
        assert who.tell_due(edge=service.edge) == 0
    assert service.called == []


@pytest.mark.slow
@pytest.mark.parametrize(("who", "name", "value"), OFF)
def test_nobody_is_told_where_the_site_names_nobody(outside, settings, who, name, value):
    setattr(settings, name, value)
    with outside(who, "200 OK") as service:
        assert who.tell_due(edge=service.edge) == 0
    assert service.called == []


def test_a_page_that_went_is_told_too(published, editor, settings):
    settings.SITE_URL = SITE
    began = timezone.now()
    assert (list(indexnow.changed(began, began)), websub.feeds(began, began)) == ([], [])
    Article.objects.get().withdraw(by=editor, why="Wrong.")
    assert list(indexnow.changed(began, timezone.now())) == ["articles/sleep"]
    assert f"{SITE}/changes/feed.atom" in websub.feeds(began, timezone.now())


def test_the_key_is_shown_to_who_knows_it(client, db, settings):
    assert client.get(f"/{KEY}.txt").status_code == 404
    settings.INDEXNOW_KEY = KEY
    assert client.get(f"/{KEY}.txt").text == KEY
    assert client.get("/another-key.txt").status_code == 404
