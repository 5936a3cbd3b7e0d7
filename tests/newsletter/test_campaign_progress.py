"""The progress of a letter: everybody accounted for, in a few queries, whatever the size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from newsletter.models import Campaign, CampaignStep, Delivery, Pace
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from newsletter.progress import Progress, accepted_of
from tests.newsletter.conftest import in_state
from tests.newsletter.writing import a_letter, at

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def letter(site, newsletter_staff):
    """Sent for ten minutes by now, with three of every fate."""
    letter = a_letter(State.FREEZING, by=newsletter_staff)
    rows(letter, 3, *Fate)
    Campaign.objects.filter(pk=letter.pk).update(audience=3 * len(Fate))
    letter.go(State.SENDING, by=None)
    CampaignStep.objects.filter(campaign=letter).update(at=NOW - timedelta(minutes=10))
    return Campaign.objects.get(pk=letter.pk)


def rows(letter: Campaign, many: int, *fates: Fate, **facts) -> None:
    row = {"campaign": letter, "domain": "example.org"} | facts
    Delivery.objects.bulk_create(Delivery(fate=fate, **row) for fate in fates for _ in range(many))


def test_every_fate_is_told_and_their_sum_is_the_audience(at_desk, letter):
    text = at_desk.get(at("progress", letter)).text
    assert all(fate.label in text for fate in Fate)
    assert sum(count for _, count in Progress(letter).tally) == letter.audience
    assert "Nobody is missing." in text


def test_a_sum_that_is_another_is_not_passed_over(at_desk, letter):
    rows(letter, 1, Fate.QUEUED)
    assert "Somebody must look into this." in at_desk.get(at("progress", letter)).text


def test_the_bar_holds_everybody_and_says_so_in_words(letter, at_desk):
    bar = Progress(letter).bar
    assert sum(part.count for part in bar) == letter.audience
    assert sum(part.length for part in bar) == pytest.approx(1000, abs=0.1)
    assert "Accepted: 6." in at_desk.get(at("progress", letter)).text


def test_a_hundred_percent_is_all(letter):
    assert Progress(letter).percent == 63  # 21 of 33, rounded down
    Delivery.objects.filter(fate__in=[Fate.QUEUED, Fate.CLAIMED, Fate.SENDING]).update(fate=Fate.ACCEPTED)
    assert Progress(letter).percent < 100


def test_the_rate_leaves_out_the_time_it_was_paused(letter):
    assert Progress(letter).per_minute == 2  # 18 handed over in ten minutes
    letter.steps.create(state=State.PAUSED, by=None, at=NOW - timedelta(minutes=4))
    assert Progress(letter).time_sending == timedelta(minutes=6)


def test_how_long_it_takes_still_is_told_while_it_is_sent(letter):
    assert Progress(letter).minutes_left == 6
    letter.go(State.PAUSED, by=None)
    assert Progress(letter).minutes_left is None


def test_the_next_tries_are_told(at_desk, letter):
    Delivery.objects.filter(fate=Fate.DEFERRED).update(due_at=NOW + timedelta(minutes=7))
    assert "12:07" in at_desk.get(at("progress", letter)).text


def test_what_was_refused_is_counted_by_its_code(at_desk, letter):
    Delivery.objects.filter(fate=Fate.FAILED).update(code=550, reason="550 5.1.1")
    text = at_desk.get(at("progress", letter)).text
    assert "Refused for good: 550 5.1.1" in text
    assert [row["many"] for row in Progress(letter).reasons] == [3, 3, 3]


def test_who_is_in_doubt_is_named_to_those_who_may_see_subscribers(at_desk, client, letter, auditor):
    person = in_state("active", "anna@example.org")
    rows(letter, 1, Fate.IN_DOUBT, subscriber=person, handed_at=NOW, reason="the worker died meanwhile")
    assert "anna@example.org" in at_desk.get(at("progress", letter)).text
    client.force_login(auditor)
    text = client.get(at("progress", letter)).text
    assert ("anna@" in text, "somebody at example.org" in text, "Send them again" in text) == (False, True, False)


def test_no_more_than_fifty_in_doubt_stand_on_the_page(at_desk, letter):
    rows(letter, 60, Fate.IN_DOUBT)
    text = at_desk.get(at("progress", letter)).text
    assert "In doubt: 63" in text
    assert "These are the first 50." in text


def test_why_it_was_paused_stands_on_top(at_desk, letter):
    letter.go(State.PAUSED, by=None, why="Five people reported it as spam.")
    assert "Five people reported it as spam." in at_desk.get(at("progress", letter)).text


def test_who_did_what_and_when_is_told(at_desk, letter, newsletter_staff):
    text = at_desk.get(at("progress", letter)).text
    assert text.count(", the worker") == 1
    assert text.count(f", {newsletter_staff}") >= 4


def test_what_slows_it_down_is_told(at_desk, letter):
    Pace.close("overall", until=NOW + timedelta(seconds=30))
    Pace.slow_down("example.net")
    text = at_desk.get(at("progress", letter)).text
    assert "All sending rests until 12:00:30" in text
    assert "example.net asked for a break: 30 a minute" in text


@pytest.mark.parametrize(
    ("state", "moves"),
    [(State.DRAFT, False), (State.SCHEDULED, True), (State.SENDING, True), (State.PAUSED, False), (State.SENT, False)],
)
def test_the_page_draws_itself_anew_while_something_moves(at_desk, newsletter_staff, state, moves):
    letter = a_letter(state, by=newsletter_staff)
    assert ('http-equiv="refresh"' in at_desk.get(at("progress", letter)).text) is moves
    assert 'http-equiv="refresh"' not in at_desk.get(at("progress", letter), {"still": "1"}).text


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_page(at_desk, newsletter_staff, state):
    assert at_desk.get(at("progress", a_letter(state, by=newsletter_staff))).status_code == 200


def test_a_thousand_rows_take_as_many_queries_as_ten(at_desk, letter, django_assert_max_num_queries):
    rows(letter, 100, *Fate)
    with django_assert_max_num_queries(20):
        at_desk.get(at("progress", letter))


def test_the_list_counts_what_was_accepted_whatever_came_after(letter):
    assert accepted_of([letter]) == {letter.pk: 12}
