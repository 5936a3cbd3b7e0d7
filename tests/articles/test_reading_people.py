"""Who writes and reviews: public while a live page names them, with what they declare."""

from __future__ import annotations

import pytest

from articles.models import Article, Person, Publication, Review

ADA = "/people/ada/"


@pytest.fixture
def ada(article, editor) -> Person:
    person = Person.objects.create(key="ada", name="Ada Demo", role="Editor", credentials="PhD")
    article.authors.add(person)
    return person


@pytest.fixture
def reviewed(published, reviewer, editor) -> Article:
    handing = published.hand_in(by=editor, version=published.version)
    published.review(handing, by=reviewer, verdict="signed", remarks=[])
    return published


def test_somebody_is_public_while_a_live_page_bears_their_name(client, article, ada, editor):
    assert client.get(ADA).status_code == 404
    assert "Ada Demo" not in client.get("/people/").text
    article.publish(by=editor)
    assert f'<a href="{ADA}">Ada Demo</a>' in client.get("/people/").text
    assert '<a href="/articles/sleep/">Kratom and sleep</a>' in client.get(ADA).text


def test_somebody_whose_last_page_is_withdrawn_is_not_named_any_more(client, article, ada, editor):
    article.publish(by=editor)
    Article.objects.get().withdraw(by=editor, why="No longer true.")
    assert client.get(ADA).status_code == 404
    assert "Nobody is named yet" in client.get("/people/").text


def test_what_somebody_wrote_and_what_they_reviewed_stand_apart(client, reviewed):
    html = client.get("/people/dr-ash/").text
    assert 'id="reviewed-h">Reviewed</h2><span class="meta">1 page</span>' in html
    assert 'id="wrote-h"' not in html
    assert "1 reviewed" in client.get("/people/").text


def test_a_review_that_another_one_followed_names_its_reviewer_no_more(client, reviewed, editor):
    somebody = Person.objects.create(key="somebody", name="Somebody")
    live = Publication.objects.get()
    live.bear(Review.objects.create(revision=live.revision, person=somebody, by=editor, verdict="signed"))
    assert client.get("/people/dr-ash/").status_code == 404


def test_conflicts_of_interest_are_told_even_where_there_are_none(client, article, ada, editor):
    article.publish(by=editor)
    assert "<dt>Conflicts of interest</dt><dd>None declared</dd>" in client.get(ADA).text
    Person.objects.update(interests="Shares in nothing.\nA brother who sells tea.")
    assert "<dd>Shares in nothing.<br>A brother who sells tea.</dd>" in client.get(ADA).text


def test_a_person_is_told_in_full(client, article, ada, picture, editor):
    Person.objects.update(biography="Reads.\n\nWrites.", picture=picture)
    article.publish(by=editor)
    html = client.get(ADA).text
    for words in ("Editor</p><h1>Ada Demo</h1>", '<p class="stand">PhD</p>', "<p>Reads.</p>", "<p>Writes.</p>"):
        assert words in html
    assert '<div class="portrait"><figure class="plate">' in html


def test_the_way_back_leads_over_everybody(client, article, ada, editor):
    article.publish(by=editor)
    assert '<li><a href="/people/">People</a></li>' in client.get(ADA).text


def test_everybody_is_one_step_from_every_page(client, published):
    assert 'href="/people/"' in client.get("/articles/sleep/").text.split('<footer class="foot">')[1]
