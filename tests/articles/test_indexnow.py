"""Search engines are told what changed, where the site has a key for it, and what went, and nothing else."""

from __future__ import annotations

import json
import ssl
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from articles import connection
from articles.indexnow import PLACE, changed, tell_due
from articles.models import Article, Publication
from tests.newsletter.outside import Outside, answering, certificate_of

pytestmark = pytest.mark.slow
KEY = "0123456789abcdef"
HOST = "api.indexnow.org"


@pytest.fixture
def engine(published, settings, tmp_path, monkeypatch):
    """Makes the service, on this machine; the page changed an hour ago and was not told."""
    settings.INDEXNOW_KEY, settings.LOCAL, settings.SITE_URL = KEY, False, "https://kratom.example"
    Publication.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    cache.set(PLACE, timezone.now() - timedelta(hours=2), timeout=None)
    certificate = certificate_of(HOST, tmp_path)
    monkeypatch.setattr(connection, "TLS", ssl.create_default_context(cafile=certificate))

    def make(status: str) -> Outside:
        outside = Outside(lambda _: answering(status, **{"Content-Length": "0"}))
        outside.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        outside.tls.load_cert_chain(certificate)
        return outside

    yield make
    cache.delete(PLACE)


def test_a_change_is_told_once(engine):
    with engine("202 Accepted") as outside:
        assert (tell_due(edge=outside.edge), tell_due(edge=outside.edge)) == (1, 0)
    assert outside.resolved == [HOST]
    head, _, body = outside.heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /indexnow HTTP/1.1\r\nHost: api.indexnow.org\r\n")
    assert json.loads(body) == {
        "host": "kratom.example",
        "key": KEY,
        "keyLocation": f"https://kratom.example/{KEY}.txt",
        "urlList": ["https://kratom.example/articles/sleep/"],
    }


@pytest.mark.parametrize("status", ["500 Broken", "403 No", "429 Later"])
def test_what_is_not_taken_is_told_again(engine, status):
    with engine(status) as outside:
        assert tell_due(edge=outside.edge) == 0
    with engine("200 OK") as outside:
        assert tell_due(edge=outside.edge) == 1


def test_a_page_that_went_is_told_too(published, editor):
    began = timezone.now()
    Article.objects.get().withdraw(by=editor, why="Wrong.")
    assert list(changed(began, timezone.now())) == ["articles/sleep"]


def test_a_site_begins_with_what_changes_from_then_on(engine):
    cache.delete(PLACE)
    with engine("200 OK") as outside:
        assert tell_due(edge=outside.edge) == 0
    assert outside.called == []


@pytest.mark.parametrize("name", ["LOCAL", "INDEXNOW_KEY"])
def test_nobody_is_told_without_a_key_or_by_a_site_on_a_desk(engine, settings, name):
    setattr(settings, name, name == "LOCAL" or "")
    with engine("200 OK") as outside:
        assert tell_due(edge=outside.edge) == 0
    assert outside.called == []


def test_the_key_is_shown_to_who_knows_it(client, db, settings):
    assert client.get(f"/{KEY}.txt").status_code == 404
    settings.INDEXNOW_KEY = KEY
    assert client.get(f"/{KEY}.txt").text == KEY
    assert client.get("/another-key.txt").status_code == 404
