"""Questions and answers: general ones first, then topic by topic, each leading to its page and its sources."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import questions as view
from articles.models import Article, RichText, StandingPage, Topic
from articles.models.filing import PublishedQuestion


@pytest.fixture
def general(editor) -> StandingPage:
    page = StandingPage.objects.create(title="General questions", slug="common-questions")
    page.faq.create(question="What is kratom?", answer="<p>A leaf.</p>", ordering=10)
    page.publish(by=editor, override="Of no matter here.")
    return page


@pytest.fixture
def asked(published):
    """Gives the article of the cast so many questions more, without drawing it anew."""

    def ask(number: int, topic: Topic | None) -> None:
        live = published.publication
        facts = {"publication": live, "topic": topic, "shown_at": live.shown_at}
        PublishedQuestion.objects.bulk_create(
            PublishedQuestion(anchor=f"q-{i}", question=f"Number {i}?", ordering=100 + i, **facts)
            for i in range(number)
        )

    return ask


def test_general_questions_come_first_and_each_answer_leads_to_its_page(client, published, general):
    html = client.get("/questions/").text
    assert html.index("What is kratom?") < html.index("Does it help with sleep?")
    assert f'href="/articles/sleep/#q-{published.faq.get().anchor}"' in html


def test_the_jump_list_counts_truly_and_leads_to_each_topic(client, asked, general, topic):
    asked(12, topic)
    html = client.get("/questions/").text
    jumps = re.findall(r'<li><a href="#([^"]+)"><span>([^<]+)</span><span class="n">(\d+)', html)
    assert jumps == [("in-general", "In general", "1"), ("about-sleep", "Sleep", "13")]
    assert all(f'<h2 id="{target}">' in html for target, _, _ in jumps)


def test_a_topic_shows_eight_and_the_way_to_all_of_them(client, asked, topic):
    asked(12, topic)
    html = client.get("/questions/").text
    assert html.count('class="perma"') == 8
    assert '<a href="/questions/sleep/">All 13 questions about Sleep</a>' in html


def test_a_topic_that_shows_all_offers_no_more(client, published):
    assert "All 1 " not in client.get("/questions/").text


def test_the_newest_page_comes_first_within_a_topic(client, published, topic, editor):
    page = Article.objects.create(title="Newer", slug="newer", standfirst="Newer.")
    RichText.objects.create(parent=page, text="<p>Words.</p>", ordering=10)
    page.faq.create(question="Is it newer?", answer="<p>Yes.</p>", ordering=10)
    page.topics.add(topic)
    page.publish(by=editor, override="Of no matter here.")
    html = client.get("/questions/").text
    assert html.index("Is it newer?") < html.index("Does it help with sleep?")


def test_a_page_with_two_topics_answers_under_its_first_alone(client, article, topic, editor):
    article.topics.add(Topic.objects.create(name="Pain", slug="pain"))
    article.publish(by=editor)
    assert client.get("/questions/").text.count("Does it help with sleep?</summary>") == 1


def test_questions_of_a_page_without_a_topic_are_general(client, article, editor):
    article.topics.clear()
    article.publish(by=editor, override="Of no matter here.")
    html = client.get("/questions/in-general/").text
    assert "Does it help with sleep?" in html


def test_a_general_page_under_a_topic_is_not_told_twice(client, general, topic, editor):
    general.topics.add(topic)
    StandingPage.objects.get().publish(by=editor, override="Of no matter here.")
    assert client.get("/questions/").text.count("What is kratom?</summary>") == 1
    assert client.get("/questions/sleep/").status_code == 404


def test_all_questions_of_a_topic_come_twenty_to_a_page(client, asked, topic):
    asked(21, topic)
    first, second = client.get("/questions/sleep/").text, client.get("/questions/sleep/page/2/").text
    assert (first.count("<summary>Number"), second.count("<summary>Number")) == (19, 2)
    assert '<a rel="next" href="/questions/sleep/page/2/">' in first


@pytest.mark.parametrize("path", ["/questions/sleep/", "/questions/in-general/", "/questions/nothing/"])
def test_questions_that_nobody_answered_have_no_page(client, topic, path):
    assert client.get(path).status_code == 404


def test_topics_beyond_the_sections_are_one_link_away(client, asked, general, topic, monkeypatch):
    monkeypatch.setattr(view, "SECTIONS", 1)
    other = Topic.objects.create(name="Pain", slug="pain")
    asked(9, other)
    html = client.get("/questions/").text
    assert '<li><a href="/questions/sleep/"><span>Sleep</span>' in html
    assert 'id="about-pain"' not in html or "Does it help with sleep?" not in html


def test_four_queries_answer_whatever_there_is(client, asked, general, topic):
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    asked(3, topic)
    few = [cost("/questions/"), cost("/questions/sleep/")]
    for number in range(30):
        asked(9, Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}"))
    asked(100, topic)
    assert [cost("/questions/"), cost("/questions/sleep/")] == few
    assert max(few) <= 4


def test_an_answer_keeps_its_place_when_newer_ones_come(client, published, asked, topic):
    anchor = published.faq.get().anchor
    asked(30, topic)
    published.publication.questions.update(ordering=1)
    type(published.publication).objects.update(shown_at=timezone.now() - timedelta(days=1))
    assert f'id="q-{anchor}"' in client.get("/articles/sleep/").text
