"""Handing over: marked before, settled after, and only by whoever holds the row."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from newsletter.handover import MOST_TRIES, Outcome, begin, decline, deferred, give_back, lease, release, settle
from newsletter.ledger import claim, recover
from newsletter.models import ConsentEvent, Delivery, Subscriber, Suppression
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from tests.newsletter.campaigns import fates, under_way

pytestmark = pytest.mark.django_db

FIVE_MINUTES = timedelta(minutes=5)


def begun(campaign):
    (one,) = claim(campaign, most=1)
    assert begin(one, before=None)
    return one


def accepted(one) -> Outcome:
    return Outcome(one, Fate.ACCEPTED, 250)


def test_one_commit_settles_the_last_letter_and_begins_the_next(site, django_assert_max_num_queries):
    first, second = claim(under_way(2))
    begin(first, before=None)
    with django_assert_max_num_queries(4):  # two statements in a transaction at most
        assert begin(second, before=accepted(first))
    assert fates() == {"ACCEPTED": 1, "SENDING": 1}


def test_nobody_is_handed_over_twice(site):
    one = begun(under_way(1))
    assert not begin(one, before=None)


def test_who_leaves_at_the_last_moment_gets_nothing(site):
    (one,) = claim(under_way(1))
    Subscriber.objects.get().leave(mechanism=ConsentEvent.Mechanism.LEAVE_LINK, network="")
    assert not begin(one, before=None)
    assert decline(one)
    assert Delivery.objects.values_list("fate", "reason").get() == (Fate.SKIPPED, "left")


def test_who_was_suppressed_at_the_last_moment_gets_nothing(site):
    (one,) = claim(under_way(1))
    Suppression.objects.add_for(Subscriber.objects.get().key, reason=Suppression.Reason.COMPLAINED)
    assert not begin(one, before=None)
    assert decline(one)
    assert fates() == {"SKIPPED": 1}


@pytest.mark.parametrize("is_claimed", [False, True])
def test_of_somebody_who_was_erased_the_row_stays(site, is_claimed):
    campaign = under_way(1)
    (one,) = claim(campaign) if is_claimed else [None]
    Subscriber.objects.get().erase()
    one = one or claim(campaign)[0]
    assert not begin(one, before=None)
    assert decline(one)
    assert Delivery.objects.values_list("fate", "reason", "subscriber").get() == (Fate.SKIPPED, "erased", None)


def test_pausing_gives_back_what_was_claimed(site, newsletter_staff):
    campaign = under_way(1)
    (one,) = claim(campaign)
    campaign.go(State.PAUSED, by=newsletter_staff)
    assert not begin(one, before=None)
    assert not decline(one)
    assert fates() == {"QUEUED": 1}


def test_after_the_last_moment_nothing_is_begun(site):
    campaign = under_way(1, send_until=timezone.now() + timedelta(seconds=30))
    (one,) = claim(campaign)
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert not begin(one, before=None)


def test_a_worker_that_slept_cannot_begin_what_it_had_claimed(site):
    campaign = under_way(1)
    (slow,) = claim(campaign)
    with time_machine.travel(timezone.now() + FIVE_MINUTES):
        assert not begin(slow, before=None)
        recover()
        (quick,) = claim(campaign)
        assert not begin(slow, before=None)
        assert begin(quick, before=None)


def test_a_worker_that_slept_cannot_finish_what_another_has_taken(site):
    campaign = under_way(1, resend_in_doubt=True)
    slow = begun(campaign)
    with time_machine.travel(timezone.now() + FIVE_MINUTES):
        recover()
        Delivery.objects.update(fate=Fate.DEFERRED)  # as if it were sent again
        (quick,) = claim(campaign)
        begin(quick, before=None)
        settle(Outcome(slow, Fate.FAILED, 550))
        give_back(slow), release([slow])
        assert fates() == {"SENDING": 1}
        settle(accepted(quick))
    assert fates() == {"ACCEPTED": 1}


def test_late_news_settles_a_row_in_doubt(site):
    slow = begun(under_way(1))
    with time_machine.travel(timezone.now() + 1.1 * lease()):
        recover()
        assert fates() == {"IN_DOUBT": 1}
        settle(accepted(slow))
    assert fates() == {"ACCEPTED": 1}


def test_late_news_that_settles_nothing_opens_nothing_either(site):
    slow = begun(under_way(1))
    with time_machine.travel(timezone.now() + 1.1 * lease()):
        recover()
        settle(deferred(slow, code=450, reason="450"))
    assert fates() == {"IN_DOUBT": 1}


def test_it_is_tried_five_times_with_longer_and_longer_pauses(site):
    campaign = under_way(1)
    pauses = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(MOST_TRIES):
            one = begun(campaign)
            settle(deferred(one, code=450, reason="450 4.2.1"))
            row = Delivery.objects.get()
            pauses.append((row.due_at - timezone.now()).total_seconds() / 60)
            clock.move_to(row.due_at)
    assert pauses[:4] == [pytest.approx(pause, rel=0.21) for pause in (5, 10, 20, 40)]
    assert (row.fate, row.tries, row.code) == (Fate.FAILED, 5, 450)
    assert row.reason == "gave up after 5 tries: 450 4.2.1"


def test_pauses_differ_so_that_not_all_come_back_at_once(site):
    campaign = under_way(5)
    for _ in range(5):
        settle(deferred(begun(campaign), code=450, reason="450"))
    assert Delivery.objects.values("due_at").distinct().count() == 5
    assert len({round(row.due_at.timestamp()) for row in Delivery.objects.all()}) > 1


def test_a_try_that_came_to_nothing_is_not_counted(site):
    give_back(begun(under_way(1)))
    assert Delivery.objects.values_list("fate", "tries").get() == (Fate.QUEUED, 0)


def test_what_is_given_back_after_a_try_still_waits_for_the_next(site):
    campaign = under_way(1)
    settle(deferred(begun(campaign), code=450, reason="450"))
    Delivery.objects.update(due_at=timezone.now())
    release(claim(campaign))
    assert fates() == {"DEFERRED": 1}


def test_a_mailbox_that_does_not_exist_is_never_written_to_again(site):
    campaign = under_way(1)
    settle(Outcome(begun(campaign), Fate.FAILED, 550, "550 5.1.1", is_gone=True))
    assert Suppression.objects.get().reason == Suppression.Reason.BOUNCED
    assert not Subscriber.objects.mailable()


def test_of_a_row_that_another_has_taken_nobody_is_suppressed(site):
    campaign = under_way(1)
    slow = begun(campaign)
    Delivery.objects.update(fence=9)
    settle(Outcome(slow, Fate.FAILED, 550, "550 5.1.1", is_gone=True))
    assert not Suppression.objects.exists()


def test_finding_out_who_left_reads_no_other_row(site, django_assert_max_num_queries):
    one, *_ = claim(under_way(50))
    Subscriber.objects.filter(address=one.address).update(left_at=timezone.now())
    with django_assert_max_num_queries(4):
        decline(one)
    assert fates() == {"CLAIMED": 49, "SKIPPED": 1}
