"""Long lists: each page begins where it is known to begin, and what is known is never older than what readers see."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import lists
from articles.models import Article, ListChange, Listing, Publication, PublishedTopic, RichText, Topic
from articles.paging import leafed
from tests.articles.test_reading_lists import publish

pytestmark = pytest.mark.slow


@pytest.fixture
def many(editor, topic) -> None:
    for number in range(1, 23):
        publish(f"Article {number}", by=editor, topic=topic)


def shown(client, path: str) -> list[str]:
    return re.findall(r'<h2><a href="/articles/[^"]+">([^<]+)', client.get(path).text)


@pytest.mark.parametrize("path", ["/articles/", "/topics/sleep/"])
def test_what_is_known_of_a_list_shows_what_counting_shows(client, many, path):
    counted = [shown(client, path), shown(client, f"{path}page/2/")]
    assert lists.look_again_due()
    assert [shown(client, path), shown(client, f"{path}page/2/")] == counted
    assert [len(page) for page in counted] == [20, 2]
    assert client.get(f"{path}page/3/").status_code == 404


def test_a_list_that_is_known_is_neither_counted_nor_walked_through(client, many):
    lists.look_again_due()
    for path in ("/articles/page/2/", "/topics/sleep/page/2/", "/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert not [query for query in asked if " OFFSET " in query["sql"]]


def test_a_page_that_was_just_published_or_withdrawn_stands_right_at_once(client, many, editor):
    lists.look_again_due()
    publish("Newest", by=editor)
    assert shown(client, "/articles/")[0] == "Newest"
    assert shown(client, "/articles/page/2/") == ["Article 3", "Article 2", "Article 1"]
    lists.look_again_due()
    Article.objects.get(slug="article-22").withdraw(by=editor, why="No longer true.")
    assert shown(client, "/articles/page/2/") == ["Article 2", "Article 1"]
    assert "1–20 of 22" in client.get("/articles/").text


def test_only_the_lists_that_a_change_touches_are_looked_at_again(many, editor, topic):
    other = Topic.objects.create(name="Pain", slug="pain")
    publish("Elsewhere", by=editor, topic=other)
    lists.look_again_due()
    publish("Once more elsewhere", by=editor, topic=other)
    assert set(ListChange.objects.values_list("name", flat=True)) == {"articles", f"texts:{other.pk}"}


def test_a_change_that_comes_while_a_list_is_looked_at_is_not_lost(many, monkeypatch, editor):
    measured = lists._measured

    def interrupted(listed):
        found = measured(listed)
        ListChange.note([listed.name])
        return found

    monkeypatch.setattr(lists, "_measured", interrupted)
    lists.look_again("articles")
    assert not Listing.objects.true().filter(name="articles").exists()


def test_topics_are_counted_as_they_are_known_to_be(client, many, topic):
    lists.look_again_due()
    Listing.objects.filter(name=f"texts:{topic.pk}").update(count=7)
    assert '<span class="n">7<' in client.get("/topics/").text
    ListChange.note([f"texts:{topic.pk}"])
    assert '<span class="n">22<' in client.get("/topics/").text


def test_what_nobody_noticed_is_mended_within_the_hour(many, topic):
    lists.look_again_due()
    PublishedTopic.objects.filter(topic=topic).first().delete()
    lists.look_again_at_all()
    lists.look_again_due()
    assert Listing.objects.get(name=f"texts:{topic.pk}").count == 21


def test_pages_shown_at_the_same_moment_stand_on_one_page_of_a_list_each(many):
    Publication.objects.update(shown_at=Publication.objects.latest("shown_at").shown_at)
    lists.look_again("articles")
    pages = [leafed(lists.articles(), number)["paging"].object_list for number in (1, 2)]
    assert sorted(each.pk for page in pages for each in page) == sorted(
        Publication.objects.values_list("pk", flat=True)
    )


def test_general_questions_go_on_over_pages_in_their_order(client, editor):
    page = Article.objects.create(title="No topic", slug="no-topic", standfirst="None.")
    RichText.objects.create(parent=page, text="<p>Words.</p>", ordering=10)
    for number in range(23):
        page.faq.create(question=f"Number {number:02}?", answer="<p>Yes.</p>", ordering=number)
    page.publish(by=editor, override="Of no matter here.")
    counted = client.get("/questions/in-general/page/2/").text
    lists.look_again_due()
    assert client.get("/questions/in-general/page/2/").text == counted
    assert [f"Number {n}?" in counted for n in (19, 20, 21, 22)] == [False, True, True, True]
