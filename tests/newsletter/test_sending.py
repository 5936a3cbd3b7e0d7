"""Sending: the mail tells the difference, goes out once a day, and is not lost with a worker."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from newsletter import sending, throttle
from newsletter.models import Ask
from newsletter.sending import LEASE, LIFE, claim, send_due
from newsletter.tokens import read_confirm_token
from tests.newsletter.conftest import in_state

REFUSED = smtplib.SMTPRecipientsRefused({"reader@example.org": (550, b"no such mailbox")})
GREYLISTED = smtplib.SMTPRecipientsRefused({"reader@example.org": (450, b"try again")})


@pytest.fixture
def broken(monkeypatch):
    """A mail server that answers with an error."""

    def fail_with(error: Exception) -> None:
        def send_messages(self, messages):
            raise error

        monkeypatch.setattr(EmailBackend, "send_messages", send_messages)

    return fail_with


def later(**time: float):
    return time_machine.travel(timezone.now() + timedelta(**time))


@pytest.mark.parametrize(
    ("state", "subject"),
    [
        ("new", "Please confirm: kratominfo newsletter"),
        ("pending", "Please confirm: kratominfo newsletter"),
        ("active", "You already get the kratominfo newsletter"),
        ("left", "Do you want the kratominfo newsletter again?"),
        ("erased", "Do you want the kratominfo newsletter again?"),
    ],
)
def test_the_mail_tells_what_the_page_does_not(site, asking, mailoutbox, state, subject):
    in_state(state, "reader@example.org")
    asking()
    assert send_due() == 1
    assert [mail.subject for mail in mailoutbox] == [subject]


def test_what_was_sent_is_not_sent_again(site, asking, mailoutbox):
    ask = asking()
    assert [send_due(), send_due()] == [1, 0]
    ask.refresh_from_db()
    assert (ask.tries, ask.due_at, len(mailoutbox)) == (1, None, 1)
    assert ask.sent_at


def test_a_mailbox_gets_one_mail_a_day_however_it_is_spelled(site, asking, mailoutbox):
    for address in ("reader@example.org", "Reader@example.org", "rea.der+news@example.org"):
        asking(address)
    send_due()
    asking()
    send_due()
    assert len(mailoutbox) == 1
    with later(hours=25):
        asking()
        send_due()
    assert len(mailoutbox) == 2


def test_two_workers_do_not_take_the_same_ask(site, asking):
    asking()
    assert claim()
    assert claim() is None


def test_two_asks_of_a_mailbox_in_two_hands_are_one_mail(site, asking):
    asking(), asking()
    first, second = claim(), claim()
    assert (first.is_first_today, second.is_first_today) == (True, False)


def test_what_a_killed_worker_held_is_sent_when_its_lease_is_over(site, asking, mailoutbox):
    asking()
    claim()  # and dies here
    assert send_due() == 0
    with later(seconds=LEASE.total_seconds() + 1):
        assert send_due() == 1
    assert len(mailoutbox) == 1


def test_a_worker_that_woke_up_late_does_not_overwrite_what_another_did(site, asking):
    asking()
    slow = claim()
    with later(seconds=LEASE.total_seconds() + 1):
        send_due()
        slow.settle(due_at=timezone.now())
    assert Ask.objects.get().due_at is None


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), GREYLISTED, ValueError("odd")])
def test_after_a_failure_it_is_tried_again_later(site, asking, mailoutbox, broken, monkeypatch, error):
    asking()
    broken(error)
    assert send_due() == 0
    monkeypatch.undo()
    with later(seconds=29):
        assert send_due() == 0
    with later(seconds=31):
        assert send_due() == 1


def test_a_dead_server_costs_one_try_a_round(site, asking, broken):
    asking("one@example.org"), asking("two@example.org")
    broken(ConnectionRefusedError())
    send_due()
    assert sorted(Ask.objects.values_list("tries", flat=True)) == [0, 1]


def test_a_mailbox_that_is_refused_for_good_is_not_tried_again(site, asking, broken):
    asking()
    broken(REFUSED)
    send_due()
    assert Ask.objects.get().due_at is None


def test_nobody_gets_the_mail_after_three_days(site, asking, broken):
    asking()
    broken(ConnectionRefusedError())
    with time_machine.travel(timezone.now() + LIFE * 1.01):
        send_due()
    assert Ask.objects.get().due_at is None


def test_a_flood_to_one_domain_waits_and_the_others_go_on(site, asking, mailoutbox, monkeypatch):
    monkeypatch.setattr(throttle, "DOMAIN_MAILS", 1)
    for address in ("one@example.org", "two@example.org", "three@other.example"):
        asking(address)
    assert send_due() == 2
    with later(hours=1, minutes=1):
        assert send_due() == 1


def test_a_round_ends_so_that_other_duties_have_their_turn(site, asking, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 1)
    asking("one@example.org"), asking("two@example.org")
    assert [send_due(), send_due(), send_due()] == [1, 1, 0]


def test_the_72_hours_begin_when_the_mail_goes(site, asking, mailoutbox):
    ask = asking()
    with later(hours=70):
        send_due()
    with later(hours=140):
        assert read_confirm_token(link_in(mailoutbox[0])) == ask.handle


def link_in(mail) -> str:
    return mail.body.partition("/newsletter/confirm/")[2].split("/")[0]


def test_logs_hold_no_address_and_no_token(site, asking, broken, caplog):
    ask = asking("canary@example.org")
    broken(smtplib.SMTPRecipientsRefused({"canary@example.org": (450, b"canary@example.org")}))
    send_due()
    assert "SMTPRecipientsRefused" in caplog.text
    assert "canary" not in caplog.text
    assert ask.handle.hex not in caplog.text


def test_looking_for_mail_costs_one_query(site, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert send_due() == 0
