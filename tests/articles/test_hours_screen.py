"""A page and its hour: in one's own zone, told back with its offset, asked about where the clock is put back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from articles.models import Article, Publication, Revision, RichText, Schedule

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
BERLIN = {"zone": "Europe/Berlin", "note": "For the autumn.", "weight": "major", "why": "Its time is over."}


@pytest.fixture(autouse=True)
def _in_autumn():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def address(article):
    return f"/admin/articles/article/{article.pk}/"


@pytest.fixture
def later(at_desk, article, address):
    """Asks for publishing, or for withdrawing, at an hour in Berlin."""

    def ask(day: str, hour: str, *, act: str = "publish", **more: str):
        typed = BERLIN | {"version": article.version, "day": day, "hour": hour} | more
        return at_desk.post(f"{address}{act}/later/", typed, follow=True)

    return ask


def test_an_hour_is_told_back_with_its_offset_and_in_utc(later):
    answer = later("2026-10-24", "02:30")
    assert "Saturday 24 October 2026, 02:30 +02:00 (00:30 UTC)" in answer.text


def test_the_day_is_told_where_utc_has_another(later):
    assert "Saturday 24 October 2026, 01:30 +02:00 (Friday 23 October, 23:30 UTC)" in later("2026-10-24", "01:30").text


def test_the_moment_is_kept_in_utc_to_the_minute(later):
    later("2026-10-24", "02:30:59")
    assert Schedule.objects.get().at == datetime(2026, 10, 24, 0, 30, tzinfo=UTC)


def test_what_waits_is_what_was_saved_then(later, article):
    later("2026-10-24", "02:30")
    RichText.objects.filter(parent=article).update(text="<p>Half a thought</p>")
    assert "Half a thought" not in Schedule.objects.get().revision.html


def test_a_time_that_comes_twice_is_asked_about(later):
    answer = later("2026-10-25", "02:30")
    assert answer.status_code == 422
    assert "Sunday 25 October 2026, 02:30 +02:00 (00:30 UTC)" in answer.text
    assert "Sunday 25 October 2026, 02:30 +01:00 (01:30 UTC)" in answer.text
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(("which", "hour"), [("0", 0), ("1", 1)])
def test_and_the_answer_is_kept(later, which, hour):
    later("2026-10-25", "02:30", which=which)
    assert Schedule.objects.get().at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_a_time_that_never_comes_is_refused_with_those_around_it(later):
    answer = later("2027-03-28", "02:30")
    assert answer.status_code == 422
    assert "There is no 02:30 on that day in Europe/Berlin" in answer.text
    assert "01:30 +01:00 or Sunday 28 March 2027, 03:30 +02:00" in answer.text


@pytest.mark.parametrize("day", ["2026-10-01", "2026-09-30", "2025-12-31", "0001-01-01", "9999-12-31"])
def test_the_past_and_the_far_future_are_refused_in_words(later, day):
    answer = later(day, "13:59")
    assert answer.status_code == 422
    assert (
        "is past. Now it is Thursday 1 October 2026, 14:00" in answer.text or "Choose a day from today" in answer.text
    )
    assert not Schedule.objects.exists()


@pytest.mark.parametrize(("name", "wrong"), [("zone", "Europe/Atlantis"), ("hour", "25:00"), ("day", "tomorrow")])
def test_what_is_no_day_hour_or_zone_is_refused(later, name, wrong):
    assert later(**({"day": "2026-10-24", "hour": "02:30"} | {name: wrong})).status_code == 422


def test_the_zone_is_remembered(later, at_desk, address):
    later("2026-10-24", "02:30", zone="Asia/Bangkok")
    words = at_desk.get(f"{address}publish/later/").text
    assert '<option value="Asia/Bangkok" selected>' in words
    assert "data-ask-browser" not in words


def test_whoever_chose_none_has_that_of_the_site_and_the_browser_is_asked(at_desk, address, settings):
    settings.TIME_ZONE = "Europe/Vienna"
    words = at_desk.get(f"{address}publish/later/").text
    assert '<option value="Europe/Vienna" selected>' in words
    assert "data-ask-browser" in words


def test_what_the_gate_finds_is_shown_and_stops(at_desk, later, article, address):
    RichText.objects.filter(parent=article).update(text="<h2>A</h2><h4>B</h4>")
    assert "to mend first" in at_desk.get(f"{address}publish/later/").text
    assert later("2026-10-24", "02:30", override="It may stay.").status_code == 409
    assert not Revision.objects.exists()


def test_what_somebody_saved_after_the_look_gets_no_hour(later):
    Article.objects.update(version=5)
    assert "Somebody saved this page meanwhile" in later("2026-10-24", "02:30").text
    assert not Schedule.objects.exists()


def test_withdrawing_has_its_hour_and_its_reason(later, published):
    later("2026-10-24", "02:30", act="withdraw")
    waiting = Schedule.objects.get()
    assert (waiting.revision, waiting.why) == (None, "Its time is over.")


def test_what_is_not_live_gets_no_hour_for_it(later, at_desk, address):
    assert "not live" in at_desk.get(f"{address}withdraw/later/").text
    assert later("2026-10-24", "02:30", act="withdraw").status_code == 409


def test_what_waits_is_listed_in_ones_own_zone_and_can_be_cancelled(later, at_desk, address):
    later("2026-10-24", "02:30")
    waiting = Schedule.objects.get()
    assert "Saturday 24 October 2026, 02:30 +02:00" in at_desk.get(f"{address}hours/").text
    assert "Cancelled." in at_desk.post(f"{address}hours/{waiting.pk}/cancel/", follow=True).text
    assert not Schedule.objects.exists()


def test_a_look_at_the_address_cancels_nothing(later, at_desk, address):
    later("2026-10-24", "02:30")
    assert at_desk.get(f"{address}hours/{Schedule.objects.get().pk}/cancel/").status_code == 405
    assert Schedule.objects.exists()


def test_whoever_comes_too_late_to_cancel_is_told(at_desk, address):
    assert "does not wait any more" in at_desk.post(f"{address}hours/999/cancel/", follow=True).text


def test_the_hour_of_another_page_is_not_reached_through_this_one(later, at_desk, strain):
    later("2026-10-24", "02:30")
    at_desk.post(f"/admin/articles/strainprofile/{strain.pk}/hours/{Schedule.objects.get().pk}/cancel/")
    assert Schedule.objects.exists()


def test_what_was_refused_at_its_hour_says_why_and_is_tried_again(at_desk, later, article, address):
    later("2026-10-24", "02:30")
    Schedule.objects.update(refused="Another live page answers at this address.")
    words = at_desk.get(f"{address}hours/").text
    assert "It could not be done at its hour: Another live page" in words
    assert "Try again now" in words
    at_desk.post(f"{address}hours/{Schedule.objects.get().pk}/again/")
    assert Publication.objects.get().page_id == article.pk


def test_trying_again_does_nothing_before_the_hour(at_desk, later, address):
    later("2026-10-24", "02:30")
    answer = at_desk.post(f"{address}hours/{Schedule.objects.get().pk}/again/", follow=True)
    assert "Its hour has not come yet." in answer.text
    assert not Publication.objects.exists()


@pytest.mark.parametrize("group", ["Writer", "Reviewer", "Auditor"])
def test_whoever_may_not_publish_sees_the_hours_and_touches_none(client, person, later, address, group):
    later("2026-10-24", "02:30")
    client.force_login(person("other", group))
    assert "Cancel" not in client.get(f"{address}hours/").text
    for act in ("publish/later", "withdraw/later", f"hours/{Schedule.objects.get().pk}/cancel"):
        assert client.post(f"/admin/articles/article/{Article.objects.get().pk}/{act}/").status_code == 403


def test_newsletter_staff_see_no_hours(client, newsletter_staff, address):
    client.force_login(newsletter_staff)
    assert client.get(f"{address}hours/").status_code == 403
