"""No letters for a while, by one press; letters again by another, or by themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import timezone

from newsletter.models import Subscriber
from newsletter.preferences.pausing import after
from newsletter.sending import send_due
from tests.newsletter.behind import link
from tests.newsletter.conftest import in_state

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@pytest.fixture
def reader(site, active):
    """A subscriber."""
    return active


def days(person) -> int:
    person.refresh_from_db()
    return (person.paused_until - timezone.now()).days


@pytest.mark.parametrize(("months", "least"), [("1", 27), ("3", 88), ("6", 180)])
def test_a_pause_lasts_for_whole_months(client, reader, months, least):
    assert "Saved." in client.post(link(reader, "pause/"), {"months": months}).text
    assert least <= days(reader) <= least + 5
    assert not Subscriber.objects.mailable().exists()


def test_letters_come_again_at_once_or_by_themselves(client, reader):
    client.post(link(reader, "pause/"), {"months": "1"})
    with time_machine.travel(timezone.now() + (after(timezone.now(), months=1) - timezone.now()) * 1.01):
        assert Subscriber.objects.mailable().exists()
    assert "You get letters again" in client.post(link(reader, "pause/"), {"months": "0"}).text
    assert Subscriber.objects.mailable().exists()


@pytest.mark.parametrize("odd", ["2", "-1", "", "9" * 40, "1; drop"])
def test_another_length_changes_nothing(client, reader, odd):
    assert client.post(link(reader, "pause/"), {"months": odd}).status_code == 422
    reader.refresh_from_db()
    assert reader.paused_until is None


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_page_changes_nothing(client, reader, method):
    assert getattr(client, method)(link(reader, "pause/"), {"months": "1"}).status_code == 200
    reader.refresh_from_db()
    assert reader.paused_until is None


@pytest.mark.parametrize("state", ["left", "pending"])
def test_who_gets_no_letters_has_nothing_to_pause(client, site, state):
    person = in_state(state, "reader@example.org")
    client.post(link(person, "pause/"), {"months": "1"})
    person.refresh_from_db()
    assert person.paused_until is None


def test_who_asks_for_the_newsletter_while_it_rests_is_told_so(client, reader, asking, mailoutbox):
    client.post(link(reader, "pause/"), {"months": "1"})
    asking(reader.address)
    send_due()
    assert "have paused it until" in mailoutbox[0].body
    assert link(reader) in mailoutbox[0].body
    assert link(reader) in mailoutbox[0].alternatives[0].content


def test_the_last_day_of_a_month_is_the_last_day_of_a_shorter_one():
    assert [after(NOON, months=months).date().isoformat() for months in (1, 3, 6)] == [
        "2026-12-30",
        "2027-02-28",
        "2027-05-30",
    ]


def test_the_page_of_choices_says_until_when(client, reader):
    client.post(link(reader, "pause/"), {"months": "1"})
    assert "none comes until" in client.get(link(reader)).text
