"""Feeds: valid in each form, the same for everybody, nothing sent twice, and nothing told that readers do not get."""

from __future__ import annotations

import json
from pathlib import Path
from time import time

import feedparser
import jsonschema
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date
from lxml import etree

from articles.feeds import atom, jsonfeed, rss
from articles.models import Article, Publication, Topic
from tests.articles.test_reading_lists import publish

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parents[1] / "schemas"
RFC_4287 = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
JSON_FEED = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "jsonfeed.json").read_text()))
FEEDS = ["/feed.{}", "/topics/sleep/feed.{}", "/changes/feed.{}"]
FORMS = {"atom": atom, "rss": rss, "json": jsonfeed}


@pytest.fixture
def told(published, editor, topic, strain) -> Article:
    """New, changed, withdrawn; with words that XML would stumble over."""
    strain.topics.add(topic)
    strain.publish(by=editor, override="Of no matter here.")
    page = Article.objects.get(slug="sleep")
    page.title = "Sleep & <b>rest</b> ]]> \ufffe"
    page.save()
    page.publish(by=editor, note="A dose was wrong & is <right> now.", override="Of no matter here.")
    publish("Gone", by=editor, topic=topic)
    Article.objects.get(slug="gone").withdraw(by=editor, why="No longer true & <never> was.")
    return page


def parsed(client, path: str):
    return feedparser.parse(client.get(path).content)


@pytest.mark.parametrize("path", FEEDS)
def test_atom_is_valid_by_the_schema_of_its_standard(client, told, path):
    answer = client.get(path.format("atom"))
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    RFC_4287.assertValid(feed)
    assert feed.findall("{*}author")  # without one each entry must have its own: the rule in Schematron
    ids = [each.text for each in feed.findall("{*}entry/{*}id")]
    assert len(ids) == len(set(ids)) > 0


def test_the_schema_would_notice_a_fault(client, told):
    for name in ("id", "updated", "title"):
        feed = etree.fromstring(client.get("/feed.atom").content)
        feed.remove(feed.find(f"{{*}}{name}"))
        assert not RFC_4287.validate(feed)


@pytest.mark.parametrize("path", FEEDS)
def test_json_feed_is_valid_by_its_schema(client, told, path):
    answer = client.get(path.format("json"))
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    JSON_FEED.validate(answer.json())
    assert answer.json()["feed_url"].endswith(path.format("json"))


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_names_its_hub_and_itself(client, told, settings, path):
    settings.WEBSUB_HUB = hub = "https://hub.example.org/?a=1&b=2"
    for form in FORMS:
        answer = client.get(path.format(form))
        itself = f"http://localhost:8000{path.format(form)}"
        assert answer["Link"] == f'<{hub}>; rel="hub", <{itself}>; rel="self"'
        if form == "json":
            JSON_FEED.validate(answer.json())
            assert (answer.json()["hubs"], answer.json()["feed_url"]) == ([{"type": "WebSub", "url": hub}], itself)
        else:
            links = {link["rel"]: link["href"] for link in feedparser.parse(answer.content).feed.links}
            assert (links["hub"], links["self"]) == (hub, itself)
        if form == "atom":
            RFC_4287.assertValid(etree.fromstring(answer.content))


@pytest.mark.parametrize("path", FEEDS)
def test_without_a_hub_a_feed_names_none(client, told, path):
    for form in FORMS:
        answer = client.get(path.format(form))
        assert "Link" not in answer
        assert b"hub" not in answer.content.replace(b"github", b"")


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_feed_reader_reads_it(client, told, path, form):
    feed = parsed(client, path.format(form))
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == {"atom": "atom10", "rss": "rss20"}[form]
    assert all(
        each.id.startswith("urn:uuid:") and each.link.startswith("http://localhost:8000/") for each in feed.entries
    )


def test_all_forms_tell_the_same(client, told):
    forms = [parsed(client, "/feed.atom"), parsed(client, "/feed.rss")]
    told_in_json = [item["id"] for item in client.get("/feed.json").json()["items"]]
    assert [[each.id for each in feed.entries] for feed in forms] == [told_in_json, told_in_json]
    assert len(told_in_json) == 2


def test_what_somebody_typed_breaks_nothing(client, told):
    item = next(item for item in client.get("/feed.json").json()["items"] if "rest" in item["title"])
    assert item["title"] == "Sleep & <b>rest</b> ]]>"
    entry = next(each for each in etree.fromstring(client.get("/feed.atom").content).findall("{*}entry/{*}title"))
    assert entry.text in ("Sleep & <b>rest</b> ]]>", "Red vein")


def test_changes_are_told_with_their_notes_and_withdrawals_with_their_reasons(client, told):
    items = client.get("/changes/feed.json").json()["items"]
    assert [item["title"] for item in items] == ["Withdrawn: Gone", "Changed: Sleep & <b>rest</b> ]]>"]
    assert items[0]["content_text"] == "No longer true & <never> was."
    assert items[1]["content_text"] == "A dose was wrong & is <right> now."
    assert client.get(items[1]["url"].removeprefix("http://localhost:8000")).status_code == 200
    assert client.get(items[0]["url"].removeprefix("http://localhost:8000")).status_code == 410


def test_a_minor_change_and_a_renewal_are_no_news(client, told, editor):
    before = client.get("/changes/feed.json").json()["items"]
    Article.objects.get(slug="sleep").publish(by=editor, note="A comma.", is_major=False, override="Of no matter here.")
    assert client.get("/changes/feed.json").json()["items"] == before


def test_the_past_of_a_withdrawn_page_is_told_nowhere(client, told, editor):
    Article.objects.get(slug="sleep").withdraw(by=editor, why="Wrong.")
    words = "".join(client.get(path.format("atom")).text for path in FEEDS)
    assert "A dose was wrong" not in words
    assert "/articles/sleep/history/" not in words


def test_a_draft_is_in_no_feed(client, article, topic):
    assert not any("Kratom and sleep" in client.get(path.format("json")).text for path in FEEDS)


def test_an_entry_keeps_its_name_wherever_the_site_stands_and_whatever_it_says(client, published, settings, editor):
    before = client.get("/feed.json").json()["items"][0]
    settings.SITE_URL = "https://elsewhere.example"
    Article.objects.filter(slug="sleep").update(title="Called otherwise", slug="otherwise")
    Article.objects.get(slug="otherwise").publish(by=editor, override="Of no matter here.")
    after = client.get("/feed.json").json()["items"][0]
    assert after["id"] == before["id"]
    assert after["url"] == "https://elsewhere.example/articles/otherwise/"


@pytest.mark.parametrize("form", FORMS)
def test_who_has_it_already_gets_304(client, told, form):
    first = client.get(f"/feed.{form}")
    for known in ({"If-None-Match": f'"other", {first["ETag"]}'}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get(f"/feed.{form}", headers=known)
        assert (again.status_code, again.content) == (304, b"")


def test_a_withdrawal_makes_every_feed_new_also_for_who_goes_by_the_date(client, published, editor):
    Publication.objects.update(updated_at="2026-03-01T00:00:00Z", changed_at="2026-03-01T00:00:00Z")
    known = {"If-Modified-Since": client.get("/feed.atom")["Last-Modified"]}
    assert client.get("/feed.atom", headers=known).status_code == 304
    published.withdraw(by=editor, why="Wrong.")
    assert client.get("/feed.atom", headers=known).status_code == 200


def test_a_withdrawn_page_whose_address_another_took_leads_to_no_dead_end(client, published, editor):
    published.withdraw(by=editor, why="Wrong.")
    published.slug = "sleep-as-it-was"
    published.save()
    publish("Sleep", by=editor)
    for form in FORMS:
        assert "/None/" not in client.get(f"/changes/feed.{form}").text
    assert [each["url"] for each in client.get("/changes/feed.json").json()["items"]] == ["http://localhost:8000/"]


def test_new_words_of_a_topic_are_news_to_who_goes_by_the_date(client, published, topic):
    known = {"If-Modified-Since": http_date(time())}
    assert client.get("/topics/sleep/feed.atom", headers=known).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_bounded_and_asks_six_questions_at_most(client, told, topic, editor, path):
    live = Publication.objects.get(kind="article")
    for number in range(25):
        copy, said = Article.objects.create(title=f"Copy {number}", slug=f"copy-{number}"), live.revision
        said.pk, said.page_id = None, copy.pk
        said.save(force_insert=True)
        live.pk, live.page_id, live.revision_id, live.path = None, copy.pk, said.pk, f"articles/copy-{number}"
        live.save(force_insert=True)
        live.filings.create(topic=topic, shown_at=live.shown_at)
    with CaptureQueriesContext(connection) as asked:
        items = client.get(path.format("json")).json()["items"]
    assert len(asked) <= 6
    assert len(items) <= 20
    assert not [query for query in asked if '"articles_publication"."html"' in query["sql"]]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/topics/none/feed.atom", "/feed.xml", "/feed.atomic", "/changes/", "/feed.atom/"])
def test_there_are_no_other_feeds(client, path):
    assert client.get(path).status_code == 404


def test_a_topic_may_be_called_anything(client, db):
    Topic.objects.create(name="Über Schmerz", slug="über-schmerz")
    assert "/feed.atom" in client.get("/topics/über-schmerz/").text
    assert client.get("/topics/über-schmerz/feed.atom").status_code == 200


def test_pages_name_their_feeds(client, published):
    assert '<link rel="alternate" type="application/atom+xml"' in client.get("/").text
    assert "http://localhost:8000/topics/sleep/feed.atom" in client.get("/topics/sleep/").text
    assert "http://localhost:8000/changes/feed.atom" in client.get("/articles/sleep/history/").text


def test_the_foot_of_every_page_leads_to_the_feeds_and_to_the_api(client, published):
    foot = client.get("/articles/sleep/").text.split('<footer class="foot">')[1]
    for address in ("/feed.atom", "/changes/feed.atom", "/api/v1/"):
        assert f'href="{address}"' in foot
        assert client.get(address).status_code == 200
