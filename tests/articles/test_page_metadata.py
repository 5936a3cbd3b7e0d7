"""What a page tells machines is true of what stands on it: title, days, sources, questions, people, pictures."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest

from articles.models import Article, Person, Reference, RichText, SiteSettings
from tests.articles.test_reading_metadata import head

pytestmark = pytest.mark.slow

HOST = "http://localhost:8000"


@pytest.fixture
def drawn(article, editor, picture, client) -> str:
    """With an author, two sources, a picture, and words that JSON and HTML would stumble over."""
    Reference.objects.create(
        key="fda",
        authors="{US FDA}",
        title="On “kratom” & <law>",
        issued="2024-02",
        type="webpage",
        url="https://fda.example/",
    )
    text = '<h2>One</h2><p>A.<cite data-key="fda"></cite> B.<cite data-key="clauw2014"></cite></p>'
    RichText.objects.update(text=text)
    article.authors.add(Person.objects.create(key="ada", name="Ada Demo", cited_as="Demo A"))
    Article.objects.update(picture=picture, title="Sleep & “rest”: what </script> says")
    Article.objects.get().publish(by=editor, override="Of no matter here.")
    return client.get("/articles/sleep/").text


def graphs(page: str) -> dict[str, dict[str, Any]]:
    """All nodes by their type."""
    found = [
        json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    ]
    return {node["@type"]: node for graph in found for node in graph.get("@graph", [graph])}


def meta(page: str, name: str) -> list[str]:
    return [html.unescape(words) for words in re.findall(rf'<meta (?:name|property)="{name}" content="(.*?)">', page)]


def test_the_headline_is_the_heading(drawn):
    heading = html.unescape(re.search(r"<h1[^>]*>(.*?)</h1>", drawn)[1])
    nodes = graphs(drawn)
    assert nodes["Article"]["headline"] == nodes["MedicalWebPage"]["name"] == heading
    assert meta(drawn, "og:title") == meta(drawn, "citation_title") == [heading]


def test_the_days_are_those_on_the_page(drawn):
    article = graphs(drawn)["Article"]
    for day in (article["datePublished"], article["dateModified"]):
        assert f'<time datetime="{day}">' in drawn
    assert meta(drawn, "article:published_time")[0].startswith(article["datePublished"])
    assert meta(drawn, "article:modified_time")[0].startswith(article["dateModified"])
    assert meta(drawn, "citation_publication_date") == [article["datePublished"].replace("-", "/")]


@pytest.mark.parametrize(("zone", "day"), [("America/New_York", "2026-02-28"), ("Asia/Tokyo", "2026-03-01")])
def test_they_are_days_where_the_site_is(article, editor, client, settings, zone, day):
    settings.TIME_ZONE = zone
    with patch("django.utils.timezone.now", return_value=datetime(2026, 3, 1, 1, tzinfo=UTC)):
        article.publish(by=editor, note="First.")
        shown = client.get("/articles/sleep/").text
    assert graphs(shown)["Article"]["datePublished"] == day
    assert f'<dt>Published</dt><dd><time datetime="{day}">' in shown
    assert "<dt>Updated</dt>" not in shown


def test_the_citations_are_the_sources_that_are_listed_in_their_order(drawn):
    listed = re.findall(r'<li id="ref-\d+">.*?<a href="/references/([^"]+)/">about', drawn)
    cited = graphs(drawn)["Article"]["citation"]
    assert [each["@id"] for each in cited] == [f"{HOST}/references/{key}/" for key in listed]
    assert {each["@type"] for each in cited} == {"ScholarlyArticle"}
    fda, clauw = cited
    assert fda["author"] == [{"@type": "Organization", "name": "US FDA"}]
    assert (fda["name"], fda["datePublished"]) == ("On “kratom” & <law>", "2024-02")
    assert clauw["author"] == [{"@type": "Person", "name": "Clauw DJ"}]
    assert clauw["identifier"]["value"] == "10.1001/jama.2014.3266"


def test_the_questions_are_those_on_the_page(drawn):
    shown = [html.unescape(words) for words in re.findall(r"<summary>(.*?)</summary>", drawn) if "?" in words]
    asked = graphs(drawn)["FAQPage"]["mainEntity"]
    assert [each["name"] for each in asked] == shown
    assert all(each["acceptedAnswer"]["text"] in re.sub("<[^>]+>", "", drawn) for each in asked)


def test_the_crumbs_are_those_on_the_page(drawn):
    crumbs = graphs(drawn)["BreadcrumbList"]["itemListElement"]
    assert [each["name"] for each in crumbs][:2] == ["Home", "Articles"]
    assert crumbs[-1]["item"] == f"{HOST}/articles/sleep/"


def test_who_wrote_and_who_publishes_is_told(drawn):
    nodes = graphs(drawn)
    assert nodes["Article"]["author"] == [{"@type": "Person", "name": "Ada Demo", "url": f"{HOST}/people/ada/"}]
    assert nodes["Article"]["publisher"]["@id"] == nodes["Organization"]["@id"]
    assert nodes["Organization"]["name"] == "kratominfo"
    assert meta(drawn, "citation_author") == ["Demo A"]
    assert meta(drawn, "article:author") == [f"{HOST}/people/ada/"]
    assert meta(drawn, "article:section") == ["Sleep"]


def test_the_publisher_is_told_as_it_is_called_today(client, drawn):
    SiteSettings(publisher='The "other" <house>').save()
    assert graphs(client.get("/articles/sleep/").text)["Organization"]["name"] == 'The "other" <house>'


def test_a_review_is_told_where_there_is_one(client, published, reviewer, editor):
    assert "lastReviewed" not in graphs(client.get("/articles/sleep/").text)["MedicalWebPage"]
    handing = published.hand_in(by=editor, version=published.version)
    published.review(handing, by=reviewer, verdict="signed", remarks=[])
    page = client.get("/articles/sleep/").text
    told = graphs(page)["MedicalWebPage"]
    assert f'<time datetime="{told["lastReviewed"]}">' in page
    assert told["reviewedBy"]["name"] == "Dr Ash"


def test_the_picture_to_pass_on_has_its_words_and_its_size(drawn):
    (address,) = meta(drawn, "og:image")
    assert address.startswith(f"{HOST}/")
    assert (meta(drawn, "og:image:width"), meta(drawn, "og:image:height")) == (["1200"], ["630"])
    assert meta(drawn, "og:image:alt")[0]


def test_every_page_has_two_colours_a_feed_and_its_language(client, drawn):
    for path in ("/", "/articles/sleep/", "/topics/sleep/", "/references/", "/strains/"):
        drawn = client.get(path).text
        assert drawn.count('<meta name="theme-color"') == 2
        assert f'href="{HOST}/feed.atom"' in drawn
        assert '<html lang="en-GB">' in drawn
        assert len(meta(drawn, "og:image:alt")) == 1


def test_a_strain_is_a_term_of_the_set_of_strains(client, strain, editor):
    strain.publish(by=editor)
    page = client.get("/strains/red-vein/").text
    term = graphs(page)["DefinedTerm"]
    assert (term["name"], term["url"]) == ("Red vein", f"{HOST}/strains/red-vein/")
    among = graphs(client.get("/strains/").text)["DefinedTermSet"]
    assert [each["@id"] for each in among["hasDefinedTerm"]] == [term["@id"]]
    assert [each["name"] for each in graphs(page)["MedicalWebPage"]["citation"]] == ["Fibromyalgia: a clinical review"]


def test_tracking_parameters_are_in_no_address(client, drawn):
    drawn = client.get("/articles/sleep/?utm_source=x&fbclid=y").text
    assert head(drawn)["canonical"] == meta(drawn, "og:url")[0] == f"{HOST}/articles/sleep/"
    assert "utm_source" not in drawn


def test_a_description_that_fits_is_told_as_it_was_written(drawn):
    assert (
        meta(drawn, "description")
        == meta(drawn, "og:description")
        == ["What people report, what a laboratory found, and what nobody knows yet."]
    )
