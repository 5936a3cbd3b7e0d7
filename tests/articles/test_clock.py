"""Clocks that stop, jump and turn back: every hour comes once, in its order, whatever the clock on the wall says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from articles.models import Article, Publication, Revision, RichText, Schedule, Showing
from articles.models.schedule import run_due
from tests.articles.test_races import at_once

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 10, 5, 8, tzinfo=UTC)
BERLIN = {"zone": "Europe/Berlin", "note": "New.", "weight": "major", "why": "Its time is over."}


@pytest.fixture(autouse=True)
def _days_before():
    with time_machine.travel(MONDAY - timedelta(days=4), tick=False):
        yield


def text_for(page: Article, text: str, at: datetime, editor) -> None:
    RichText.objects.filter(parent=page).update(text=f"<p>{text}</p>")
    revision = Revision.freeze(page.snapshot(), page=page, version=page.version, by=editor, note=text)
    page.schedules.create(revision=revision, at=at, by=editor, why=text)


def shown() -> list[str]:
    """What readers were shown, from first to last."""
    return [showing.why for showing in Showing.objects.order_by("pk")]


def at_berlin(at_desk, page: Article, day: str, hour: str, **more: str) -> None:
    typed = BERLIN | {"day": day, "hour": hour, "version": page.version} | more
    at_desk.post(f"/admin/articles/article/{page.pk}/publish/later/", typed)


def live_at(moment: datetime) -> bool:
    """Whether the page is live after a tick at this moment."""
    with time_machine.travel(moment, tick=False):
        run_due()
        return Publication.objects.exists()


def test_a_worker_that_slept_over_three_hours_does_all_three_in_order_and_once(article, editor):
    text_for(article, "Third.", MONDAY + timedelta(hours=2), editor)
    text_for(article, "First.", MONDAY, editor)
    text_for(article, "Second.", MONDAY + timedelta(hours=1), editor)
    with time_machine.travel(MONDAY + timedelta(days=1)):
        assert (run_due(), run_due()) == (3, 0)
    assert shown() == ["First.", "Second.", "Third."]


def test_publishing_withdrawing_and_publishing_again_may_all_be_missed(client, article, editor):
    text_for(article, "First.", MONDAY, editor)
    text_for(article, "Back again.", MONDAY + timedelta(hours=2), editor)
    article.schedules.create(at=MONDAY + timedelta(hours=1), by=editor, why="For an hour.")
    with time_machine.travel(MONDAY + timedelta(days=1)):
        assert run_due() == 3
    assert shown() == ["First.", "Back again."]
    assert "Back again." in client.get("/articles/sleep/").text


def test_a_clock_put_back_an_hour_repeats_nothing(article, editor):
    text_for(article, "Once.", MONDAY, editor)
    for minutes in (0, -60, -30, 0, 30):
        with time_machine.travel(MONDAY + timedelta(minutes=minutes)):
            run_due()
    assert shown() == ["Once."]


def test_a_clock_put_back_an_hour_delays_what_waits_and_loses_nothing(article, editor):
    text_for(article, "Once.", MONDAY, editor)
    assert not live_at(MONDAY - timedelta(seconds=1))
    assert not live_at(MONDAY - timedelta(hours=1))
    assert live_at(MONDAY)


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_in_the_night_that_has_one_hour_twice_the_chosen_one_is_meant(at_desk, article, which, hour):
    at_berlin(at_desk, article, "2026-10-25", "02:30", which=which)
    meant = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert not live_at(meant - timedelta(seconds=1))
    assert live_at(meant)


def test_both_of_the_two_hours_come_in_their_order(article, editor):
    text_for(article, "At 02:30 +01:00.", datetime.fromisoformat("2026-10-25T02:30+01:00"), editor)
    text_for(article, "At 02:30 +02:00.", datetime.fromisoformat("2026-10-25T02:30+02:00"), editor)
    with time_machine.travel(datetime(2026, 10, 26, tzinfo=UTC)):
        run_due()
    assert shown() == ["At 02:30 +02:00.", "At 02:30 +01:00."]


@pytest.mark.parametrize(("hour", "utc"), [("01:59", (0, 59)), ("03:00", (1, 0))])
def test_in_the_night_that_lacks_an_hour_those_around_it_are_a_minute_apart(at_desk, article, hour, utc):
    at_berlin(at_desk, article, "2027-03-28", hour)
    assert Schedule.objects.get().at == datetime(2027, 3, 28, *utc, tzinfo=UTC)
    assert live_at(datetime(2027, 3, 28, *utc, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/St_Johns"])
def test_the_zone_of_the_server_moves_no_hour(article, editor, settings, zone):
    settings.TIME_ZONE = zone
    text_for(article, "Once.", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), editor)
    assert not live_at(datetime(2026, 10, 25, 1, 29, 59, tzinfo=UTC))
    assert live_at(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))


@pytest.mark.sqlite
def test_moments_are_stored_in_utc(at_desk, article):
    at_berlin(at_desk, article, "2026-10-24", "02:30")
    with connection.cursor() as cursor:
        cursor.execute("SELECT at FROM articles_schedule")
        assert str(cursor.fetchone()[0]).startswith("2026-10-24 00:30:00")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_do_three_missed_hours_once_and_in_order(article, editor):
    for number, text in enumerate(["First.", "Second.", "Third."]):
        text_for(article, text, MONDAY + timedelta(hours=number), editor)
    with time_machine.travel(MONDAY + timedelta(days=1)):
        results = at_once(run_due, run_due)
    assert sum(results) == 3
    assert shown() == ["First.", "Second.", "Third."]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_cancelling_beside_the_worker_either_comes_in_time_or_says_that_it_did_not(article, editor):
    text_for(article, "Once.", MONDAY, editor)
    with time_machine.travel(MONDAY + timedelta(days=1)):
        cancelled, done = at_once(Schedule.objects.get().cancel, run_due)
    assert (cancelled, done) in [(True, 0), (False, 1)]
    assert Publication.objects.exists() is (not cancelled)
