"""Where an address leads: to the page, to where the page is now, to the reason why it is gone, or nowhere."""

from __future__ import annotations

import pytest

from articles.models import Article, RichText


@pytest.fixture
def renamed(published, editor) -> Article:
    Article.objects.filter(pk=published.pk).update(slug="sleeping")
    page = Article.objects.get(pk=published.pk)
    page.publish(by=editor, override="Of no matter here.")
    return page


def test_an_old_address_leads_to_where_the_page_is_now(client, renamed):
    answer = client.get("/articles/sleep/")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/sleeping/")
    assert answer["Cache-Control"] == "public, max-age=3600"


def test_a_page_renamed_twice_is_one_step_away(client, renamed, editor):
    Article.objects.filter(pk=renamed.pk).update(slug="rest")
    Article.objects.get(pk=renamed.pk).publish(by=editor)
    assert client.get("/articles/sleep/")["Location"] == "/articles/rest/"
    assert client.get("/articles/sleeping/")["Location"] == "/articles/rest/"


def test_an_old_address_used_anew_leads_to_the_new_page(client, renamed, editor):
    page = Article.objects.create(title="A new page on sleep", slug="sleep")
    RichText.objects.create(parent=page, text="<p>Words.</p>", ordering=10)
    page.publish(by=editor, override="Of no matter here.")
    assert "A new page on sleep" in client.get("/articles/sleep/").text


def test_a_withdrawn_page_leaves_its_reason_behind(client, published, editor):
    published.withdraw(by=editor, why="It said more than its source.")
    answer = client.get("/articles/sleep/")
    assert answer.status_code == 410
    assert "It said more than its source." in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "Kratom and sleep" not in answer.text


def test_a_withdrawn_page_tells_when_it_stood_and_what_to_read_instead(client, time_machine, article, topic, editor):
    time_machine.move_to("2026-03-14 09:00")
    article.publish(by=editor)
    other = Article.objects.create(title="What is known of rest", slug="rest")
    other.topics.add(topic)
    RichText.objects.create(parent=other, text="<p>Words.</p>", ordering=10)
    other.publish(by=editor, override="Of no matter here.")
    time_machine.move_to("2026-07-08 09:00")
    Article.objects.get(slug="sleep").withdraw(by=editor, why="No longer true.")
    html = client.get("/articles/sleep/").text
    assert '<dt>Published</dt><dd><time datetime="2026-03-14">14 March 2026</time>' in html
    assert '<dt>Withdrawn</dt><dd><time datetime="2026-07-08">8 July 2026</time>' in html
    assert '<a class="btn quiet" href="/topics/sleep/">Pages on Sleep</a>' in html
    assert '<a href="/articles/rest/">What is known of rest</a>' in html


def test_a_withdrawn_page_that_was_the_last_of_its_topic_leads_to_no_empty_list(client, published, editor):
    published.withdraw(by=editor, why="No longer true.")
    assert "/topics/sleep/" not in client.get("/articles/sleep/").text


def test_an_old_address_of_a_withdrawn_page_says_so_too(client, renamed, editor):
    renamed.withdraw(by=editor, why="No longer true.")
    assert client.get("/articles/sleep/").status_code == 410


def test_a_page_shown_again_is_there_again(client, published, editor):
    published.withdraw(by=editor, why="For a day.")
    Article.objects.get(pk=published.pk).publish(by=editor)
    assert client.get("/articles/sleep/").status_code == 200


@pytest.mark.parametrize("path", ["/nothing/", "/articles/nothing/", "/articles/sleep/more/", "/../etc/passwd/", "/ä/"])
def test_an_address_that_never_was_is_not_found(client, published, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text


@pytest.mark.parametrize(
    ("path", "words"),
    [("/articles/kratom-and-sleep/", "kratom and sleep"), ("/%22%3E%3Cscript%3E/", "script"), ("/page/7.html", "7")],
)
def test_the_search_box_there_holds_the_words_of_the_address(client, db, path, words, django_assert_max_num_queries):
    """Without a search, because whoever guesses addresses must not cost us one."""
    with django_assert_max_num_queries(4):
        answer = client.get(path)
    assert f'name="q" type="search" value="{words}"' in answer.text


def test_a_missing_slash_is_added(client, published):
    assert client.get("/articles/sleep")["Location"] == "/articles/sleep/"


def test_the_page_for_our_own_failures_needs_nothing_that_could_fail(client, settings):
    settings.ROOT_URLCONF = "tests.falling"
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert '<a class="btn" href="">Try again</a>' in answer.text


def test_a_request_that_cannot_be_read_is_answered_with_ways_on(client):
    answer = client.get("/articles/?q=%00")
    assert answer.status_code == 400
    assert "We could not read that request" in answer.text
    assert 'href="/articles/"' in answer.text


def test_staff_without_a_right_are_told_so(client, bystander):
    client.force_login(bystander)
    answer = client.get("/admin/articles/topic/")
    assert answer.status_code == 403
    assert "You may not open this" in answer.text
