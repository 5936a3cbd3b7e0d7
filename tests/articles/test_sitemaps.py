"""The sitemap names what readers find and nothing else, and says truly when that changed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from articles import sitemaps
from articles.models import Article, PictureFigure, Publication
from tests.articles.test_reading_lists import publish

pytestmark = pytest.mark.slow

PROTOCOL = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "schemas" / "sitemap.rng"))
HOST = "http://localhost:8000"


def read(client, path: str = "/sitemap.xml") -> etree._Element:
    answer = client.get(path)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    PROTOCOL.assertValid(root)
    return root


def places(root: etree._Element) -> dict[str, str]:
    """Path -> when it changed, or nothing."""
    return {each.findtext("{*}loc").removeprefix(HOST): each.findtext("{*}lastmod", "") for each in root}


def test_it_names_what_readers_find_and_when_that_changed(client, published, editor):
    Publication.objects.update(updated_at="2026-03-01T08:00:00Z", shown_at="2026-02-01T08:00:00Z")
    found = places(read(client))
    assert found["/articles/sleep/"] == "2026-03-01T08:00:00Z"
    assert found["/"] == "2026-03-01T08:00:00Z"
    assert {"/topics/sleep/", "/references/clauw2014/", "/strains/"} <= found.keys()
    assert all(client.get(path).status_code == 200 for path in found)


def test_drafts_redirects_and_withdrawn_pages_stand_in_none(client, published, editor, strain):
    publish("Gone", by=editor)
    Article.objects.get(slug="gone").withdraw(by=editor, why="Wrong.")
    Article.objects.filter(slug="sleep").update(slug="rest")
    Article.objects.get(slug="rest").publish(by=editor, override="Of no matter here.")
    found = places(read(client))
    assert "/articles/rest/" in found
    assert not {"/articles/sleep/", "/articles/gone/", "/strains/red-vein/"} & found.keys()
    assert not [path for path in found if "/history/" in path or "/at/" in path or path.startswith("/search")]


def test_a_renewed_record_moves_the_day(client, published, editor):
    Publication.objects.update(updated_at="2026-03-01T08:00:00Z")
    live = Publication.objects.get()
    live.turn_to(live.revision)
    assert places(read(client))["/articles/sleep/"] > "2026-03-01T08:00:00Z"


def test_pictures_are_named(client, article, picture, editor):
    Article.objects.update(picture=picture)
    Article.objects.get().publish(by=editor, override="Of no matter here.")
    assert [
        each.text
        for each in read(client).iter("{*}image/{*}loc", "{http://www.google.com/schemas/sitemap-image/1.1}loc")
    ] == [f"{HOST}/media/{'a' * 32}.webp"]


def test_figures_in_the_text_are_named_too(client, article, picture, editor):
    PictureFigure.objects.create(parent=article, picture=picture, ordering=20)
    article.publish(by=editor, override="Of no matter here.")
    assert f"<image:loc>{HOST}/media/{'a' * 32}.webp</image:loc>" in client.get("/sitemap.xml").text


def test_beyond_so_many_addresses_it_lists_its_parts(client, published, editor, monkeypatch):
    whole = places(read(client))
    monkeypatch.setattr(sitemaps, "MOST", 5)
    monkeypatch.setattr(sitemaps, "A_PART", 1)
    publish("Another", by=editor)
    index = read(client)
    assert etree.QName(index).localname == "sitemapindex"
    parts = places(index)
    assert all(len(read(client, path)) == 1 for path in parts if "lists" not in path)
    named = {path for part in parts for path in places(read(client, part))}
    assert named == {*whole, "/articles/another/"}


def test_a_part_says_when_its_last_page_changed(client, published, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 1)
    Publication.objects.update(updated_at="2026-03-01T08:00:00Z")
    assert places(read(client))["/sitemap-pages-0.xml"] == "2026-03-01T08:00:00Z"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["pages-7", "pages-01", "pages-x", "lists-1", "sources-999999999", "pages-9999999999"])
def test_it_has_no_other_parts(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_are_led_to_it(client, settings, db):
    settings.SITE_URL = "https://site.example"
    answer = client.get("/robots.txt", headers={"host": "localhost"})
    assert "\nSitemap: https://site.example/sitemap.xml\n" in answer.text
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_a_contact_for_reports_of_security_is_told_until_its_day(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    settings.SECURITY_CONTACT_UNTIL = timezone.now().date() + timedelta(days=1)
    said = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert said["Contact"] == "mailto:security@example.org"
    assert said["Expires"] == f"{settings.SECURITY_CONTACT_UNTIL}T00:00:00Z"
    assert said["Canonical"] == f"{HOST}/.well-known/security.txt"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contact", "until"),
    [("", date(2999, 1, 1)), ("mailto:a@example.org", None), ("mailto:a@example.org", date(2020, 1, 1))],
)
def test_one_that_nobody_vouches_for_is_not_told(client, settings, contact, until):
    settings.SECURITY_CONTACT, settings.SECURITY_CONTACT_UNTIL = contact, until
    assert client.get("/.well-known/security.txt").status_code == 404


def test_programs_that_read_are_told_what_there_is(client, published, article):
    said = client.get("/llms.txt").text
    assert said.startswith("# kratominfo\n\n> What is known about kratom")
    assert f"- [Kratom and sleep]({HOST}/articles/sleep/): What people report" in said
    assert f"]({HOST}/api/v1/)" in said
