"""Where feedback is taken from, how often, and for how long it is kept: nothing typed is lost, whatever is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from articles import limits
from articles.models import Article, Feedback, RichText
from articles.models import feedback as kept
from tests.articles.reader import report, tell

TYPED = "The dose is wrong."
HOUR = timedelta(hours=1, seconds=5)


def places() -> list[str]:
    """What the limits have written down."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM kratominfo_limits")
        return [f"{key} {value}" for key, value in cursor.fetchall()]


@pytest.fixture
def published(published):
    cache.clear()
    return published


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({}, 200),
    ],
)
def test_only_our_own_pages_are_believed(publication, headers, status):
    answer = report(publication, headers=headers)
    assert (answer.status_code, Feedback.objects.exists()) == (status, status == 200)
    assert (TYPED in answer.text) is (status == 403)


def test_a_network_that_says_much_waits_and_keeps_its_words(publication, monkeypatch):
    monkeypatch.setattr(limits, "A_NETWORK", 2)
    assert [tell(publication, verdict="helped").status_code for _ in range(2)] == [200, 200]
    answer = report(publication, section="what-is-known", REMOTE_ADDR="127.0.0.99")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert TYPED in answer.text
    assert '<option value="what-is-known" selected>' in answer.text
    assert not answer.cookies
    assert Feedback.objects.count() == 2


def test_another_network_is_heard_meanwhile(publication, monkeypatch):
    monkeypatch.setattr(limits, "A_NETWORK", 1)
    for address, status in [("203.0.113.1", 200), ("203.0.113.2", 429), ("198.51.100.1", 200), ("2001:db8::1", 200)]:
        assert tell(publication, verdict="helped", REMOTE_ADDR=address).status_code == status


def test_an_hour_later_the_network_is_heard_again(publication, monkeypatch):
    monkeypatch.setattr(limits, "A_NETWORK", 1)
    tell(publication, verdict="helped")
    with time_machine.travel(timezone.now() + HOUR):
        assert tell(publication, verdict="helped").status_code == 200


def test_too_much_from_everybody_waits_too(publication, monkeypatch):
    monkeypatch.setattr(kept, "EVERYBODY", 2)
    addresses = ["203.0.113.1", "198.51.100.1", "192.0.2.1"]
    answers = [tell(publication, verdict="helped", REMOTE_ADDR=address).status_code for address in addresses]
    assert answers == [200, 200, 429]
    with time_machine.travel(timezone.now() + HOUR):
        assert report(publication).status_code == 200


def test_a_bare_answer_that_is_refused_can_be_pressed_again(publication, monkeypatch):
    monkeypatch.setattr(limits, "A_NETWORK", 0)
    assert 'name="verdict" value="helped">Yes, this page was helpful<' in tell(publication, verdict="helped").text


def test_while_nothing_can_be_counted_nothing_is_taken_and_nothing_lost(publication, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "no_such_table"}}
    answer = report(publication)
    assert (answer.status_code, answer["Retry-After"]) == (503, "3600")
    assert TYPED in answer.text
    assert not Feedback.objects.exists()


@pytest.mark.sqlite
@pytest.mark.parametrize("table", ["kratominfo_limits", "articles_feedback"])
def test_what_the_disk_refuses_is_no_fault_of_the_reader(publication, table):
    refuse = f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    connection.cursor().execute(refuse)
    answer = report(publication)
    assert (answer.status_code, TYPED in answer.text) == (503, True)
    assert (places(), Feedback.objects.count()) == ([], 0)


def test_the_limits_know_no_network_by_its_name_and_by_another_each_day(publication, rf):
    report(publication, REMOTE_ADDR="203.0.113.77")
    assert len(places()) == 1
    assert "203.0.113" not in places()[0]
    today = limits.places_of(rf.post("/"))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert not set(today) & set(limits.places_of(rf.post("/")))


def test_what_the_limits_knew_is_gone_after_its_hour(publication):
    report(publication)
    assert limits.forget_expired() == 0
    with time_machine.travel(timezone.now() + HOUR):
        assert limits.forget_expired() == 1
    assert places() == []


def test_the_same_words_are_stored_again_after_an_hour(publication):
    report(publication)
    with time_machine.travel(timezone.now() + HOUR):
        report(publication)
    assert Feedback.objects.count() == 2


def test_what_is_old_goes_and_what_waits_stays(publication, editor):
    tell(publication, verdict="helped")
    report(publication, "Settled.")
    Feedback.objects.get(words="Settled.").settle(by=editor)
    report(publication, "Waits.")
    with time_machine.travel(timezone.now() + timedelta(days=399)):
        assert kept.forget_old() == 0
    with time_machine.travel(timezone.now() + timedelta(days=401)):
        assert kept.forget_old() == 2
    assert Feedback.objects.get().words == "Waits."


@pytest.mark.parametrize("name", ["articles.limits.forget_expired", "articles.models.feedback.forget_old"])
def test_the_worker_forgets_every_hour(settings, name):
    assert (3600, name) in settings.DUE


def test_a_page_that_moved_takes_its_feedback_along(client, published, editor):
    read = published.publication
    Article.objects.filter(pk=published.pk).update(slug="rest")
    Article.objects.get(pk=published.pk).publish(by=editor, override="Of no matter here.")
    answer = client.get("/articles/sleep/feedback/?section=what-is-known")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/rest/feedback/?section=what-is-known")
    assert report(read).status_code == 308
    assert "Thank you" in report(read, path="articles/rest").text


def test_a_withdrawn_page_says_why_and_takes_nothing(client, published, editor):
    read = published.publication
    published.withdraw(by=editor, why="Its source was retracted.")
    assert client.get("/articles/sleep/feedback/").status_code == 410
    answer = report(read)
    assert (answer.status_code, "Its source was retracted." in answer.text) == (410, True)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("path", ["/articles/nothing/feedback/", "/articles/sleep/feedback/more/", "/feedback/"])
def test_what_is_no_page_has_no_feedback(client, published, path):
    assert client.get(path).status_code == 404


def test_an_article_may_be_called_feedback(client, editor):
    page = Article.objects.create(title="Feedback", slug="feedback")
    RichText.objects.create(parent=page, text="<p>Words.</p>", ordering=10)
    page.publish(by=editor, override="Of no matter here.")
    assert "<h1>Feedback</h1>" in client.get("/articles/feedback/").text
    assert client.get("/articles/feedback/feedback/").status_code == 200
