"""A campaign from its hour to its end, by the worker's rounds and a real mail server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from threading import Event

import pytest
import time_machine
from django.conf import settings as site_settings
from django.db import OperationalError
from django.utils import timezone

from newsletter import handover, mailing, round
from newsletter.mailing import mail_due
from newsletter.models import ConsentEvent, Delivery, Pace, Subscriber
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from newsletter.postman import Postman
from tests.newsletter.campaigns import fates, getting_ready, people, under_way
from tests.newsletter.postoffice import ACCEPTED, HANG_UP

pytestmark = pytest.mark.django_db

MINUTES = timedelta(minutes=7)


def state_of(campaign) -> str:
    campaign.refresh_from_db()
    return campaign.state


def last_why(campaign) -> str:
    return campaign.steps.latest("at", "pk").why


def test_everybody_gets_it_once_and_then_it_is_over(site, post):
    people(12)
    campaign = getting_ready()
    mail_due(), mail_due()
    assert sorted(post.recipients) == sorted(Subscriber.objects.values_list("address", flat=True))
    assert (state_of(campaign), fates()) == (State.SENT, {"ACCEPTED": 12})


def test_each_letter_is_its_own_persons(site, post):
    under_way(2)
    mail_due()
    assert [mail["To"] for mail in post.mails] == post.recipients
    assert len({mail["List-Unsubscribe"] for mail in post.mails} | {mail["Message-ID"] for mail in post.mails}) == 4


def test_nothing_begins_before_its_hour(site, post):
    campaign = getting_ready()
    type(campaign).objects.update(state=State.SCHEDULED, send_at=timezone.now() + timedelta(hours=1))
    mail_due()
    assert state_of(campaign) == State.SCHEDULED
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        mail_due()
    assert state_of(campaign) == State.SENT


def test_a_campaign_to_nobody_is_over_at_once(site, post):
    campaign = getting_ready()
    mail_due()
    assert (state_of(campaign), campaign.audience) == (State.SENT, 0)


def test_whatever_became_of_them_the_sum_is_the_audience(site, post):
    campaign = under_way(5)
    first, second, third, fourth, fifth = Subscriber.objects.order_by("pk")
    second.leave(mechanism=ConsentEvent.Mechanism.LEAVE_LINK, network="")
    third.erase()
    replies = {first.address: "550 5.1.1 no", fourth.address: "450 later"}
    post.answer_to = lambda address: replies.get(address, ACCEPTED)
    mail_due()
    assert state_of(campaign) == State.SENDING
    assert fates() == {"FAILED": 1, "SKIPPED": 2, "DEFERRED": 1, "ACCEPTED": 1}
    assert sum(Delivery.objects.tally().values()) == campaign.audience == 5


def test_a_greylisting_server_gets_the_letter_later(site, post):
    campaign = under_way(1)
    post.answer_to = lambda address: "450 4.2.0 Come again"
    mail_due()
    post.answer_to = lambda address: ACCEPTED
    mail_due()
    assert post.recipients == []
    with time_machine.travel(timezone.now() + MINUTES):
        mail_due()
    assert (len(post.recipients), state_of(campaign)) == (1, State.SENT)


def test_who_leaves_while_it_is_being_sent_gets_nothing(site, post, monkeypatch):
    under_way(3)
    *_, last = Subscriber.objects.order_by("pk")
    carried = Postman.hand_over

    def hand_over_and_leave(self, *parts):
        outcome = carried(self, *parts)
        Subscriber.objects.filter(pk=last.pk).update(left_at=timezone.now())
        return outcome

    monkeypatch.setattr(Postman, "hand_over", hand_over_and_leave)
    mail_due()
    assert last.address not in post.recipients
    assert fates() == {"ACCEPTED": 2, "SKIPPED": 1}


def test_pausing_in_the_middle_gives_the_rest_back(site, post, newsletter_staff, monkeypatch):
    campaign = under_way(5)
    carried = Postman.hand_over

    def hand_over_and_pause(self, *parts):
        campaign.go(State.PAUSED, by=newsletter_staff) if not post.mails else None
        return carried(self, *parts)

    monkeypatch.setattr(Postman, "hand_over", hand_over_and_pause)
    mail_due()
    assert fates() == {"ACCEPTED": 1, "QUEUED": 4}
    campaign.resume(by=newsletter_staff)
    mail_due()
    assert (len(post.mails), state_of(campaign)) == (5, State.SENT)


def test_a_doubt_ends_in_review(site, post):
    campaign = under_way(2)
    replies = iter([HANG_UP, ACCEPTED])
    post.answer = lambda: next(replies)
    mail_due()
    assert (fates(), state_of(campaign)) == ({"IN_DOUBT": 1, "ACCEPTED": 1}, State.REVIEW)


def test_a_server_that_is_down_loses_nothing_and_counts_no_try(site, post, settings):
    campaign = under_way(3)
    up, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    mail_due()
    assert set(Delivery.objects.values_list("fate", "tries")) == {(Fate.QUEUED, 0)}
    settings.EMAIL_PORT = up
    mail_due()
    assert post.mails == []  # it rests
    with time_machine.travel(timezone.now() + 1.1 * round.REST):
        mail_due()
    assert (len(post.mails), state_of(campaign)) == (3, State.SENT)


def test_a_sender_that_is_refused_pauses_its_campaign_and_no_other(site, post):
    people(1)
    refused, other = under_way(), under_way()
    replies = iter(["550 5.7.1 Not you", ACCEPTED])
    post.answer_sender = lambda: next(replies)
    mail_due()
    assert (state_of(refused), last_why(refused)) == (State.PAUSED, "The mail server refuses the sender (550).")
    assert (state_of(other), fates(refused)) == (State.SENT, {"QUEUED": 1})


def test_a_campaign_that_cannot_go_on_holds_no_other_up(site, post, caplog):
    people(1)
    broken, other = under_way(), under_way()
    broken.issue.delete()
    mail_due()
    assert (state_of(broken), state_of(other)) == (State.PAUSED, State.SENT)
    assert last_why(broken) == "It could not go on: DoesNotExist. The log says more."


@pytest.mark.parametrize("address", ["réader@example.org", "rea der@example.org", "reader@example.org\r\nRSET"])
def test_a_letter_that_cannot_be_made_holds_no_other_up(site, post, address):
    under_way(2)
    first = Subscriber.objects.earliest("pk")
    Subscriber.objects.filter(pk=first.pk).update(address=address)
    mail_due()
    assert fates() == {"ACCEPTED": 1, "FAILED": 1}


def test_a_domain_that_asks_for_a_break_gets_one_and_the_others_go_on(site, post):
    people(3, domain="busy.example")
    under_way(3)
    post.answer_to = lambda address: "421 4.7.0 Too much" if "busy" in address else ACCEPTED
    mail_due()
    assert fates()["ACCEPTED"] == 3
    assert Pace.objects.get().name == "domain:busy.example"


def test_what_could_not_be_written_down_is_written_later(site, post, monkeypatch):
    campaign = under_way(1)
    written = handover.settle

    def fail(outcome):
        raise OperationalError("the database was restarted")

    monkeypatch.setattr(handover, "settle", fail)
    with pytest.raises(OperationalError):
        mail_due()
    monkeypatch.setattr(handover, "settle", written)
    assert fates() == {"SENDING": 1}
    mail_due(), mail_due()
    assert (fates(), state_of(campaign), len(post.mails)) == ({"ACCEPTED": 1}, State.SENT, 1)


def test_asked_to_stop_it_finishes_the_letter_in_hand(site, post):
    under_way(5)
    stop = Event()
    post.answer = lambda: stop.set() or ACCEPTED
    mail_due(stop)
    assert fates() == {"ACCEPTED": 1, "QUEUED": 4}


def test_when_nothing_is_left_to_do_it_says_goodbye(site, post):
    under_way(1)
    mail_due(), mail_due()
    assert mailing.CARRIERS == []


def test_a_round_with_nothing_to_do_writes_nothing(site, django_assert_num_queries):
    with django_assert_num_queries(6) as asked:
        mail_due()
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_logs_hold_no_address(site, post, caplog):
    under_way(2)
    replies = iter(["550 5.1.1 reader0@example.org is unknown", HANG_UP])
    post.answer_to = lambda address: next(replies)
    mail_due()
    assert "reader" not in caplog.text + "".join(Delivery.objects.values_list("reason", flat=True))


@pytest.mark.postgresql  # on SQLite the tests' database lives in memory, where no other thread sees it
@pytest.mark.django_db(transaction=True)
def test_several_connections_carry_a_campaign_together(site, post, settings, monkeypatch):
    settings.NEWSLETTER_CONNECTIONS = 4
    monkeypatch.setattr(mailing, "ROUND", 60.0)
    under_way(60)
    mail_due()
    assert len(set(post.recipients)) == len(post.recipients) == 60
    assert len(post.connections) > 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_asked_to_end_finishes_the_letter_in_hand(site, post, database_url):
    under_way(20)
    command = [sys.executable, "manage.py", "worker"]
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{post.port}", "DATABASE_URL": database_url()}
    worker = subprocess.Popen(command, env=os.environ | mail, cwd=site_settings.BASE_DIR)

    def slowly() -> str:
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        return ACCEPTED

    post.answer = slowly
    assert worker.wait(120) == 0
    assert len(post.mails) == 1
