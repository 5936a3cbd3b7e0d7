"""Following a link of a letter: it leads where the letter led, and a number grows that tells nothing of who it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from newsletter.models import Click
from newsletter.models.campaign import State
from tests.articles.test_races import at_once
from tests.newsletter.issues import LINKS, an_issue


def path(issue, link: int | str = 0) -> str:
    return f"/newsletter/go/{issue.campaign_id}/{link}/"


def counted() -> list[tuple[int, int]]:
    return list(Click.objects.order_by("link", "day").values_list("link", "count"))


@pytest.fixture
def issue(db):
    return an_issue()


@pytest.mark.parametrize("link", [0, 1])
def test_it_leads_where_the_letter_led(client, issue, link):
    answer = client.get(path(issue, link))
    assert (answer.status_code, answer["Location"]) == (302, LINKS[link])


def test_each_link_is_counted_by_the_day(client, issue):
    for day in (6, 7):
        with time_machine.travel(datetime(2026, 11, day, 12, tzinfo=UTC)):
            for link in (0, 0, 1):
                client.get(path(issue, link))
    assert counted() == [(0, 2), (0, 2), (1, 1), (1, 1)]


def test_the_day_is_that_of_the_site(client, issue, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    with time_machine.travel(datetime(2026, 11, 6, 23, 30, tzinfo=UTC)):
        client.get(path(issue))
    assert str(Click.objects.get().day) == "2026-11-07"


def test_nothing_of_who_followed_it_is_kept(client, issue):
    client.get(path(issue), headers={"User-Agent": "A", "Referer": "https://b.example"}, REMOTE_ADDR="192.0.2.9")
    columns = {field.name for field in Click._meta.get_fields()}
    assert columns == {"id", "issue", "link", "day", "count"}


def test_a_flood_from_one_place_grows_a_number_and_no_table(client, issue):
    for _ in range(50):
        client.get(path(issue))
    assert counted() == [(0, 50)]


def test_asking_for_the_headers_alone_does_not_count(client, issue):
    assert client.head(path(issue)).status_code == 302
    assert counted() == []


AHEAD = [
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Sec-Purpose": "prefetch;anonymous-client-ip"},
    {"Purpose": "Prefetch"},
    {"X-Purpose": "preview"},
    {"X-Moz": "prefetch"},
]


@pytest.mark.parametrize("headers", AHEAD)
def test_a_browser_that_fetches_ahead_does_not_count(client, issue, headers):
    assert client.get(path(issue), headers=headers)["Location"] == LINKS[0]
    assert counted() == []


def test_the_answer_is_kept_nowhere_and_found_nowhere(client, issue):
    answer = client.get(path(issue))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


@pytest.mark.parametrize("link", ["2", "01", "-1", "x", "99999", "9" * 40, "0/https://evil.example"])
def test_a_link_that_the_letter_had_not_leads_nowhere(client, issue, link):
    assert client.get(path(issue, link)).status_code == 404
    assert counted() == []


@pytest.mark.parametrize("campaign", ["0", "01", "999999", "9" * 40])
def test_a_letter_that_there_was_not_leads_nowhere(client, issue, campaign):
    assert client.get(f"/newsletter/go/{campaign}/0/").status_code == 404


def test_nothing_in_the_request_turns_it_elsewhere(client, issue):
    asked = {"next": "https://evil.example", "url": "//evil.example"}
    assert client.get(path(issue), asked, headers={"X-Forwarded-Host": "evil.example"})["Location"] == LINKS[0]


def test_a_post_is_refused(client, issue):
    assert client.post(path(issue)).status_code == 405
    assert counted() == []


@pytest.mark.parametrize("state", [State.SENDING, State.CANCELLED, State.SENT])
def test_the_links_of_whoever_got_the_letter_work_whatever_became_of_the_campaign(client, db, state):
    issue = an_issue(state=state, number=None)
    assert client.get(path(issue))["Location"] == LINKS[0]


def test_a_reader_is_led_on_even_where_nothing_can_be_counted(client, issue, monkeypatch):
    def locked(*args: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Click, "add", locked)
    assert client.get(path(issue))["Location"] == LINKS[0]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted():
    link = path(an_issue(), 1)
    for _ in range(5):
        assert {answer.status_code for answer in at_once(*[lambda: Client().get(link)] * 8)} == {302}
    assert counted() == [(1, 40)]
