"""The lists that lead to pages: what stands on them, in which order, how far they go, and what they say when empty."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Publication, Reference, RichText, SiteSettings, StrainProfile, Topic
from articles.models.filing import PublishedRecord

LISTS = ["/", "/articles/", "/strains/", "/topics/", "/a-z/", "/questions/", "/references/", "/people/"]
SAID_WHEN_EMPTY = {
    "/": "The first articles are being written",
    "/articles/": "No article has been published yet",
    "/strains/": "No strain has been described yet",
    "/topics/": "There are no topics yet",
    "/a-z/": "Nothing stands in the index yet",
    "/questions/": "No question has been answered yet",
    "/references/": "No source is cited yet",
    "/people/": "Nobody is named yet",
}


def publish(
    title: str, *, by: User, topic: Topic | None = None, kind: type = Article, text: str = "<p>Words.</p>"
) -> Article:
    page = kind.objects.create(title=title, slug=title.lower().replace(" ", "-"), standfirst=f"About {title}.")
    RichText.objects.create(parent=page, text=text, ordering=10)
    if topic:
        page.topics.add(topic)
    page.publish(by=by, override="Of no matter here.")
    return page


@pytest.fixture
def many(editor, topic) -> None:
    for number in range(1, 22):
        publish(f"Article {number}", by=editor, topic=topic)


@pytest.mark.django_db
@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_says_so_and_looks_whole(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert SAID_WHEN_EMPTY[path] in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", LISTS)
def test_a_draft_stands_on_no_list(client, article, strain, path):
    html = client.get(path).text
    assert "Kratom and sleep" not in html
    assert "Red vein" not in html
    assert "clinical review" not in html
    assert '"/topics/sleep/"' not in html


def test_articles_come_twenty_to_a_page_the_newest_first(client, many):
    first, second = client.get("/articles/").text, client.get("/articles/page/2/").text
    assert first.index("Article 21<") < first.index("Article 20<") < first.index("Article 2<")
    assert "Article 1<" not in first
    assert "Article 1<" in second
    assert '<a rel="next" href="/articles/page/2/">' in first
    assert '<a rel="prev" href="/articles/">' in second


def test_each_page_of_a_list_is_its_own_canonical(client, many):
    assert 'rel="canonical" href="http://localhost:8000/articles/page/2/"' in client.get("/articles/page/2/").text


@pytest.mark.parametrize("number", ["3", "0", "02", "-1", "a", "999999", "9" * 5000])
def test_a_page_that_a_list_does_not_have_is_not_found(client, published, number):
    assert client.get(f"/articles/page/{number}/").status_code == 404


@pytest.mark.parametrize("path", ["/articles/", "/topics/sleep/", "/references/", "/people/"])
def test_the_first_page_of_a_list_has_one_address(client, published, path):
    answer = client.get(f"{path}page/1/")
    assert (answer.status_code, answer["Location"]) == (301, path)


def test_the_front_page_leads_with_the_pinned_article(client, many):
    site = SiteSettings()
    site.save()
    site.pinned.add(Article.objects.get(title="Article 3"))
    lead, latest = client.get("/").text.split("Latest articles")
    assert "Article 3<" in lead
    assert latest.index("Article 21<") < latest.index("Article 16<")
    assert "Article 15<" not in latest


def test_strains_stand_by_colour_with_the_basis_of_each_report(client, editor):
    for colour in ("white", "red"):
        page = StrainProfile.objects.create(title=f"{colour} vein", slug=colour, type="vein", colour=colour)
        page.effects.create(aspect="use", text=f"{colour} things", basis="vendor")
        page.publish(by=editor, override="Of no matter here.")
    html = client.get("/strains/").text
    assert html.index("red things") < html.index("white things")
    assert '<dd>red things <span class="basis" data-basis="vendor">Vendor claim</span>' in html


def test_a_source_is_public_while_a_live_page_cites_it(client, published, editor):
    assert "Fibromyalgia: a clinical review" in client.get("/references/").text
    assert '<a href="/articles/sleep/">Kratom and sleep</a>' in client.get("/references/clauw2014/").text
    published.withdraw(by=editor, why="No longer true.")
    assert client.get("/references/clauw2014/").status_code == 404
    assert "clinical review" not in client.get("/references/").text


def test_the_private_note_on_a_source_stays_private(client, published):
    Reference.objects.update(private_note="A weak study, between us.")
    assert "between us" not in client.get("/references/clauw2014/").text


def test_a_page_beyond_the_end_says_so_and_leads_to_the_start(client, published):
    html = client.get("/articles/page/9/").text
    assert "This list is not that long" in html
    assert '<a class="btn" href="../../">' in html


def test_many_pages_are_told_by_the_first_the_last_and_those_around(client, published):
    Reference.objects.bulk_create(Reference(key=f"r{number:03}", title=f"Source {number}") for number in range(300))
    live = Publication.objects.get()
    seen = [PublishedRecord(publication=live, name=f"reference:r{n:03}", shown_at=live.shown_at) for n in range(300)]
    PublishedRecord.objects.bulk_create(seen)
    pages = client.get("/references/page/8/").text.split('<nav class="pages"')[1].split("</nav>")[0]
    assert re.findall(r"</span>(\d+)", pages) == ["1", "2", "5", "6", "7", "8", "9", "10", "11", "15", "16"]
    assert pages.count("Pages left out") == 2
    assert '<span aria-current="page"><span class="vh">Page </span>8</span>' in pages


def test_the_front_page_stands_with_one_article_without_a_picture(client, published):
    html = client.get("/").text
    assert "Latest articles" not in html
    assert '<h3><a href="/articles/sleep/">Kratom and sleep</a></h3>' in html
    assert "Three colours" not in html


def test_the_front_page_explains_certainty_and_basis_in_words(client, db):
    key = client.get("/").text.split('<section class="key"')[1].split("</section>")[0]
    assert re.findall(r"</span> ([A-Z][a-z ]+)</span>", key) == ["Very low", "Low", "Moderate", "High"]
    assert key.count('class="on"') == 1 + 2 + 3 + 4
    assert key.count('class="basis"') == 6


def test_a_list_tells_when_a_page_was_reviewed(client, published):
    said = {"slug": "dr-ash", "name": "Dr Ash", "credentials": "", "on": "2026-03-01", "is_older": False}
    Publication.objects.update(reviewed=said)
    assert 'Reviewed <time datetime="2026-03-01">1 March 2026</time>' in client.get("/articles/").text
    assert 'reviewed by Dr Ash, <time datetime="2026-03-01">' in client.get("/").text
