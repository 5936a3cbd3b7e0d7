"""The hour of a letter, and what can be done with it then: counted, confirmed, paused, cancelled, taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.utils import timezone

from newsletter.admin.campaigns import scheduling
from newsletter.models import Campaign, Delivery, LetterText
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from tests.newsletter.conftest import in_state
from tests.newsletter.writing import Screen, a_letter, at

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_autumn():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def letter(site, newsletter_staff):
    in_state("active", "anna@example.org"), in_state("active", "berta@example.org")
    return a_letter(State.CHECKED, by=newsletter_staff)


@pytest.fixture
def schedule(at_desk, letter):
    """Asks for an hour in Berlin; says what the answer was."""

    def ask(**typed: str):
        shown = {"version": letter.version, "counted": 2, "when": "later", "lasts": "24", "zone": "Europe/Berlin"}
        shown |= {"day": "2026-10-02", "hour": "09:00"}
        return at_desk.post(at("schedule", letter), shown | typed, follow=True)

    return ask


def now(letter) -> Campaign:
    return Campaign.objects.get(pk=letter.pk)


def test_its_hour_is_kept_in_utc_and_it_lasts_a_day(schedule, letter):
    answer = schedule()
    assert "Friday 2 October 2026, 09:00 +02:00 (07:00 UTC)" in answer.text
    assert (now(letter).state, now(letter).send_at) == (State.SCHEDULED, datetime(2026, 10, 2, 7, tzinfo=UTC))
    assert now(letter).send_until - now(letter).send_at == timedelta(hours=24)


def test_who_did_it_and_for_how_many_is_kept(schedule, letter, newsletter_staff):
    schedule()
    step = now(letter).steps.last()
    assert (step.state, step.by, step.why) == (State.SCHEDULED, newsletter_staff, "For 2 people")


def test_now_is_an_hour_too(schedule, letter):
    schedule(when="now", day="", hour="")
    assert list(Campaign.objects.due()) == [letter]


@pytest.mark.parametrize(("day", "hour"), [("2026-10-01", "13:00"), ("2026-09-30", "09:00"), ("0001-01-01", "09:00")])
def test_the_past_is_refused(schedule, letter, day, hour):
    assert schedule(day=day, hour=hour).status_code == 422
    assert now(letter).state == State.CHECKED


@pytest.mark.parametrize(
    "typed", [{"day": "9999-12-31"}, {"day": "x"}, {"hour": ""}, {"zone": "Mars"}, {"lasts": "x"}, {"when": ""}]
)
def test_so_is_what_is_no_hour(schedule, typed):
    assert schedule(**typed).status_code == 422


@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28"])
def test_a_time_that_comes_twice_or_never_is_refused_in_words(schedule, day):
    assert "02:30 comes twice or never" in schedule(day=day, hour="02:30").text


def test_the_end_that_stands_in_the_letter_is_offered(schedule, at_desk, letter):
    Campaign.objects.filter(pk=letter.pk).update(send_until=NOW + timedelta(days=5))
    assert "Tuesday 6 October 2026, 12:00 +00:00" in at_desk.get(at("schedule", letter)).text
    schedule(lasts="kept")
    assert now(letter).send_until == NOW + timedelta(days=5)


def test_an_end_before_the_beginning_is_refused(schedule, letter):
    Campaign.objects.filter(pk=letter.pk).update(send_until=NOW + timedelta(hours=1))
    assert "That is before it begins." in schedule(lasts="kept").text


def test_how_many_get_it_is_shown(at_desk, letter):
    assert '<strong class="many">2</strong> people get it' in at_desk.get(at("schedule", letter)).text


def test_a_large_number_must_be_typed(schedule, letter, monkeypatch):
    monkeypatch.setattr(scheduling, "MANY", 1)
    assert schedule().status_code == 422
    assert schedule(audience="3").status_code == 422
    assert schedule(audience="2").status_code == 200
    assert now(letter).state == State.SCHEDULED


def test_another_number_than_was_shown_is_asked_about_again(schedule, letter):
    for number in range(4):
        in_state("active", f"more{number}@example.org")
    assert "Meanwhile it is another number: 6 people" in schedule().text
    assert now(letter).state == State.CHECKED


def test_a_letter_to_nobody_is_not_scheduled(schedule, letter):
    for person in letter.deliveries.model._meta.get_field("subscriber").remote_field.model.objects.all():
        person.leave(mechanism="leave_link", network="")
    assert schedule(counted="0").status_code == 422
    assert now(letter).state == State.CHECKED


def test_what_was_changed_after_the_check_is_refused(schedule, letter):
    Campaign.objects.filter(pk=letter.pk).update(version=7)
    answer = schedule(version="7")
    assert (answer.status_code, "after the check" in answer.text) == (409, True)
    assert now(letter).state == State.CHECKED


def test_whoever_comes_second_is_told_who_was_quicker(schedule, letter):
    schedule()
    answer = schedule()
    assert answer.status_code == 409
    assert "This letter is “Scheduled” now." in answer.text
    assert now(letter).steps.filter(state=State.SCHEDULED).count() == 1


def test_only_who_may_send_may_schedule(client, bystander, letter):
    bystander.user_permissions.set(Permission.objects.filter(codename__in=["change_campaign", "view_campaign"]))
    client.force_login(bystander)
    assert client.get(at("schedule", letter)).status_code == 403
    assert client.get(at("pause", letter)).status_code == 409  # they may stop one, but there is nothing to stop


ACTS = [
    ("pause", State.SENDING, State.PAUSED),
    ("pause", State.FREEZING, State.PAUSED),
    ("resume", State.PAUSED, State.SENDING),
    ("redraft", State.SCHEDULED, State.DRAFT),
    ("redraft", State.CHECKED, State.DRAFT),
    ("cancel", State.DRAFT, State.CANCELLED),
    ("cancel", State.SCHEDULED, State.CANCELLED),
    ("cancel", State.SENDING, State.CANCELLED),
    ("cancel", State.PAUSED, State.CANCELLED),
]


@pytest.mark.parametrize(("act", "before", "after"), ACTS)
def test_an_act_moves_it_on_once_and_says_who_did_it(at_desk, newsletter_staff, act, before, after):
    letter = a_letter(before, by=newsletter_staff)
    typed = {"why": "The link is wrong.", "is_confirmed": "1"}
    assert at_desk.post(at(act, letter), typed).status_code == 302
    assert (now(letter).state, now(letter).steps.last().by) == (after, newsletter_staff)
    assert at_desk.post(at(act, letter), typed).status_code == 409


@pytest.mark.parametrize(("act", "before", "after"), ACTS)
def test_looking_at_an_act_does_nothing(at_desk, newsletter_staff, act, before, after):
    letter = a_letter(before, by=newsletter_staff)
    assert at_desk.get(at(act, letter)).status_code == 200
    assert now(letter).state == before


@pytest.mark.parametrize("act", ["pause", "cancel"])
def test_a_reason_is_asked_for_and_shown(at_desk, newsletter_staff, act):
    letter = a_letter(State.SENDING, by=newsletter_staff)
    assert at_desk.post(at(act, letter), {"why": ""}).status_code == 422
    at_desk.post(at(act, letter), {"why": "The link is wrong."})
    assert "The link is wrong." in at_desk.get(at("progress", letter)).text


def test_resuming_can_give_it_more_time(at_desk, newsletter_staff):
    letter = a_letter(State.PAUSED, by=newsletter_staff, send_until=NOW - timedelta(hours=1))
    at_desk.post(at("resume", letter), {"is_confirmed": "1", "lasts": "6"})
    assert now(letter).send_until == NOW + timedelta(hours=6)


def test_it_goes_on_getting_ready_where_it_was_paused_then(at_desk, newsletter_staff):
    letter = a_letter(State.FREEZING, by=newsletter_staff)
    letter.go(State.PAUSED, by=newsletter_staff)
    at_desk.post(at("resume", letter), {"is_confirmed": "1"})
    assert now(letter).state == State.FREEZING


def test_a_draft_again_can_be_written_again_and_must_be_checked_again(at_desk, schedule, letter):
    schedule()
    at_desk.post(at("redraft", letter), {"is_confirmed": "1"})
    assert Screen(at_desk, now(letter)).type(subject="Better").save().status_code == 302
    assert schedule().status_code == 409


def test_what_is_in_doubt_is_sent_again_or_left_by_the_word_of_a_person(at_desk, newsletter_staff, active):
    for how, fate in (("resend", Fate.DEFERRED), ("leave", Fate.IN_DOUBT)):
        letter = a_letter(State.FREEZING, by=newsletter_staff)
        row = Delivery.objects.create(
            campaign=letter, subscriber=active, domain="example.org", fate=Fate.IN_DOUBT, tries=1
        )
        Campaign.objects.filter(pk=letter.pk).update(audience=1)
        for state in (State.SENDING, State.REVIEW):
            letter.go(state, by=None)
        assert at_desk.post(at("settle", letter, how=how)).status_code == 302
        row.refresh_from_db()
        assert row.fate == fate
        assert now(letter).state == (State.SENDING if how == "resend" else State.SENT)


def test_words_stay_as_they_were_when_it_is_paused(at_desk, newsletter_staff):
    letter = a_letter(State.SENDING, by=newsletter_staff)
    at_desk.post(at("pause", letter), {"why": "Wait."})
    assert at_desk.post(at("change", letter), {"subject": "Other", "based_on": "0"}).status_code == 409
    assert LetterText.objects.get().text == "<p>Good morning.</p>"
    assert timezone.now() == NOW
