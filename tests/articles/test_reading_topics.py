"""A topic: what it is about in the editors' words, its picture, its articles, strains and questions."""

from __future__ import annotations

import pytest

from articles.models import Article, Topic
from tests.articles.test_reading_lists import publish

PATH = "/topics/sleep/"


@pytest.fixture
def many(editor, topic) -> None:
    for number in range(1, 22):
        publish(f"Article {number}", by=editor, topic=topic)


def test_a_topic_lists_its_pages_and_no_others(client, many, editor):
    publish("Elsewhere", by=editor)
    html = client.get(PATH).text
    assert "Article 21<" in html
    assert "Elsewhere" not in html
    assert '<span class="n">21<' in client.get("/topics/").text


def test_a_topic_goes_on_over_pages(client, many):
    first, second = client.get(PATH).text, client.get(f"{PATH}page/2/").text
    assert "1–20 of 21" in first
    assert "Article 1<" not in first
    assert "Article 1<" in second


def test_a_topic_without_pages_says_so(client, topic):
    assert "No page stands under this topic yet" in client.get(PATH).text


def test_a_topic_is_introduced_in_paragraphs_with_nothing_of_markup(client, published):
    Topic.objects.update(introduction="What people ask about <sleep>.\n\nAnd what is known of it.")
    html = client.get(PATH).text
    assert "<p>What people ask about &lt;sleep&gt;.</p>" in html
    assert "<p>And what is known of it.</p>" in html


def test_a_topic_without_an_introduction_leaves_no_gap(client, published):
    assert 'class="stand"' not in client.get(PATH).text.split("</header>")[1]


def test_a_topic_bears_its_own_picture_as_a_plate(client, published, picture):
    assert '<figure class="plate">' not in client.get(PATH).text
    Topic.objects.update(picture=picture)
    html = client.get(PATH).text
    assert f'<img src="/media/{"a" * 32}.webp"' in html.split('<figure class="plate">')[1]
    assert "Drawn for kratominfo" in html


def test_strains_stand_apart_on_the_first_page_with_what_is_reported(client, many, strain, topic, editor):
    strain.topics.add(topic)
    strain.publish(by=editor, override="Of no matter here.")
    texts, strains = client.get(PATH).text.split('id="strains-h"')
    assert "Red vein" not in texts
    assert '<dd>Calm <span class="basis" data-basis="survey">' in strains
    assert "Red vein" not in client.get(f"{PATH}page/2/").text


def test_a_topic_of_strains_alone_is_no_empty_one(client, strain, topic, editor):
    strain.topics.add(topic)
    strain.publish(by=editor)
    html = client.get(PATH).text
    assert "Red vein" in html
    assert "No page stands" not in html


def test_a_few_questions_stand_below_and_the_others_are_one_link_away(client, article, editor):
    for number in range(6):
        article.faq.create(question=f"Question {number}?", answer="<p>Nobody knows.</p>", ordering=20 + number)
    article.publish(by=editor, override="Of no matter here.")
    html = client.get(PATH).text
    assert html.count("<summary>Question ") == 4
    assert '<a href="/questions/sleep/">All 7 questions<span class="vh"> about Sleep</span></a>' in html


def test_a_withdrawn_page_leaves_its_topic(client, published, editor):
    Article.objects.get().withdraw(by=editor, why="No longer true.")
    assert "Kratom and sleep" not in client.get(PATH).text
