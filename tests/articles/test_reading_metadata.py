"""What search engines are told of every list and of every page of it: lengths that they show, nothing told twice."""

from __future__ import annotations

import html
import json
import re

import pytest

from articles.models import Article, Person, Publication, Reference, SiteSettings, Topic
from articles.models.filing import PublishedQuestion, PublishedRecord, PublishedTopic
from tests.articles.test_reading_lists import publish

LONG = "Dependence, withdrawal & everything that people who stopped after years of daily use have told those who asked"
NAMES = {"short": ("Law", "kratominfo"), "long": (LONG[:100], "The kratom information service of a long name")}
TITLES, DESCRIPTIONS = range(15, 66), range(50, 166)
LISTS = [
    "/articles/",
    "/topics/long/",
    "/questions/long/",
    "/questions/in-general/",
    "/references/",
    "/references/long/",
    "/people/",
    "/people/long/",
]
SINGLE = [
    "/",
    "/strains/",
    "/topics/",
    "/a-z/",
    "/questions/",
    "/newsletter/",
    "/topics/law/",
    "/references/law/",
    "/people/law/",
]


def head(page: str) -> dict[str, str]:
    found = {
        "title": re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1],
        "description": re.search(r'<meta name="description" content="(.*?)">', page, re.DOTALL)[1],
        "canonical": re.search(r'<link rel="canonical" href="(.*?)">', page)[1],
    }
    return {name: html.unescape(words) for name, words in found.items()}


@pytest.fixture(params=NAMES)
def everything(request, editor) -> None:
    """Two pages of each list; its names short, then as long as the columns take."""
    name, site_name = NAMES[request.param]
    SiteSettings(name=site_name).save()
    topics = [Topic.objects.create(name=name, slug="long"), Topic.objects.create(name="Law of a place", slug="law")]
    article = publish("Article", by=editor, topic=topics[0])
    live = article.publication
    for key in ("long", "law"):
        Person.objects.create(key=key, name=f"{key} {name}", role=name)
        Reference.objects.create(key=key, title=f"{key} {name * 3}", authors=f"{key} {name}\nSecond A", issued="2014")
        for kind in ("person", "reference"):
            PublishedRecord.objects.create(publication=live, name=f"{kind}:{key}", shown_at=live.shown_at)
    Person.objects.bulk_create(Person(key=f"p{n}", name=f"Person {n}") for n in range(20))
    Reference.objects.bulk_create(Reference(key=f"r{n}", title=f"Source {n}") for n in range(20))
    names = [f"{kind}{n}" for n in range(20) for kind in ("person:p", "reference:r")]
    seen = [PublishedRecord(publication=live, name=each, shown_at=live.shown_at) for each in names]
    PublishedRecord.objects.bulk_create(seen)
    PublishedTopic.objects.create(publication=live, topic=topics[1], shown_at=live.shown_at)
    PublishedQuestion.objects.bulk_create(
        PublishedQuestion(publication=live, topic=topic, anchor=f"q-{n}", question=f"{n}?")
        for n in range(21)
        for topic in (topics[0], None)
    )


@pytest.fixture
def twice(everything, editor) -> None:
    """The one article stands for twenty-one, so that nothing is drawn in vain."""
    live = Publication.objects.get()
    for number in range(20):
        copy = Article.objects.create(title=f"Copy {number}", slug=f"copy-{number}")
        said = live.revision
        said.pk, said.page_id = None, copy.pk
        said.save(force_insert=True)
        facts = {"pk": None, "page_id": copy.pk, "revision_id": said.pk, "path": f"articles/copy-{number}"}
        for name, value in facts.items():
            setattr(live, name, value)
        live.save(force_insert=True)
        for kind in ("person", "reference"):
            PublishedRecord.objects.create(publication=live, name=f"{kind}:long", shown_at=live.shown_at)
        PublishedTopic.objects.create(publication=live, topic=Topic.objects.get(slug="long"), shown_at=live.shown_at)


def test_every_list_and_every_page_of_it_has_words_of_its_own(client, twice):
    told = {path: head(client.get(path).text) for path in [*SINGLE, *LISTS, *(f"{path}page/2/" for path in LISTS)]}
    wrong = {path: said for path, said in told.items() if len(said["title"]) not in TITLES}
    wrong |= {path: said for path, said in told.items() if len(said["description"]) not in DESCRIPTIONS}
    assert wrong == {}
    for name in ("title", "description", "canonical"):
        assert len({said[name] for said in told.values()}) == len(told), name


@pytest.mark.parametrize("everything", ["short"], indirect=True)
def test_each_page_of_a_list_is_its_own_canonical_and_says_its_number(client, twice, settings):
    settings.SITE_URL = "https://site.example"
    for path in LISTS:
        said = head(client.get(f"{path}page/2/?utm_source=x").text)
        assert said["canonical"] == f"https://site.example{path}page/2/"
        assert "page 2" in said["title"]
        assert "Page 2." in said["description"]


@pytest.mark.parametrize("everything", ["long"], indirect=True)
@pytest.mark.parametrize("path", ["/articles/", "/topics/long/", "/references/long/", "/people/"])
def test_machines_are_told_that_a_list_is_one(client, everything, path):
    words = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)[1]
    told = json.loads(words)
    assert told["@type"] == "CollectionPage"
    assert told["url"].endswith(path)


def test_a_topic_is_described_by_its_introduction_where_that_is_long_enough(client, published):
    Topic.objects.update(introduction="Short.")
    assert "every page we have on this topic" in head(client.get("/topics/sleep/").text)["description"]
    Topic.objects.update(
        introduction="What people ask about sleep,\n\nand what is known of it; " + "and more words. " * 20
    )
    said = head(client.get("/topics/sleep/").text)["description"]
    assert said.startswith("What people ask about sleep, and what is known of it;")
    assert said.endswith("…")
