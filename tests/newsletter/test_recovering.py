"""What is in doubt is listed, waits for a person, and is never told as if it had not been."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from newsletter import ledger
from newsletter.handover import Outcome, begin, decline, lease, settle
from newsletter.ledger import claim, finish, leave_in_doubt, recover, resend_in_doubt
from newsletter.models import Delivery, Subscriber
from newsletter.models.campaign import NotNow, State
from newsletter.models.delivery import Fate
from tests.newsletter.campaigns import fates, under_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranded(site):
    """A campaign to two people: one row is in doubt, the other letter was accepted."""

    def strand(**more: object):
        campaign = under_way(2, **more)
        for number, one in enumerate(claim(campaign)):
            begin(one, before=None)
            settle(Outcome(one, Fate.ACCEPTED, 250)) if number else None
        Delivery.objects.filter(fate=Fate.SENDING).update(leased_until=timezone.now() - lease())
        recover()
        return campaign

    return strand


def steps(campaign) -> list[str]:
    return [step.why for step in campaign.steps.all() if step.why]


def test_a_letter_that_was_being_handed_over_is_in_doubt(stranded):
    campaign = stranded()
    assert fates() == {"ACCEPTED": 1, "IN_DOUBT": 1}
    assert steps(campaign) == ["In doubt: 1. A worker died while the mail server answered."]


def test_it_is_not_sent_again(stranded):
    campaign = stranded()
    with time_machine.travel(timezone.now() + 20 * lease()):
        recover()
        assert claim(campaign) == []


def test_a_campaign_with_doubts_waits_for_a_person(stranded):
    campaign = stranded()
    finish(campaign)
    assert campaign.state == State.REVIEW


def test_a_campaign_is_not_over_while_anything_is_open(site):
    campaign = under_way(2)
    settled, _ = claim(campaign)
    begin(settled, before=None)
    settle(Outcome(settled, Fate.ACCEPTED, 250))
    finish(campaign)
    assert campaign.state == State.SENDING


def test_a_person_may_send_it_again(stranded, newsletter_staff):
    campaign = stranded()
    finish(campaign)
    assert resend_in_doubt(campaign, newsletter_staff) == 1
    assert campaign.steps.last().by == newsletter_staff
    (one,) = claim(campaign)
    begin(one, before=None)
    settle(Outcome(one, Fate.ACCEPTED, 250))
    finish(campaign)
    assert campaign.state == State.SENT
    assert Delivery.objects.get(pk=one.pk).reason == "in doubt once, sent again"


def test_a_person_may_leave_it_alone(stranded, newsletter_staff):
    campaign = stranded()
    finish(campaign)
    assert leave_in_doubt(campaign, newsletter_staff) == 1
    assert (campaign.state, fates()) == (State.SENT, {"ACCEPTED": 1, "IN_DOUBT": 1})
    assert steps(campaign)[-1] == "Left alone: 1 in doubt."


@pytest.mark.parametrize("verb", [resend_in_doubt, leave_in_doubt])
def test_nobody_decides_before_the_rest_is_done(site, newsletter_staff, verb):
    campaign = under_way(1)
    with pytest.raises(NotNow):
        verb(campaign, newsletter_staff)
    assert fates() == {"QUEUED": 1}


def test_nothing_is_sent_again_after_its_last_moment(stranded, newsletter_staff):
    campaign = stranded(send_until=timezone.now() + 2 * lease())
    finish(campaign)
    with time_machine.travel(timezone.now() + 3 * lease()), pytest.raises(NotNow, match="has passed"):
        resend_in_doubt(campaign, newsletter_staff)
    assert fates() == {"ACCEPTED": 1, "IN_DOUBT": 1}


def test_where_the_campaign_says_so_it_goes_out_again_when_all_else_is_done(stranded):
    campaign = stranded(resend_in_doubt=True)
    finish(campaign)
    assert campaign.state == State.SENDING
    assert claim(campaign) == []  # a server that hung up is given a moment
    with time_machine.travel(timezone.now() + 1.1 * lease()):
        assert len(claim(campaign)) == 1
    assert steps(campaign)[-1] == "Sent again, because the campaign says so: 1 in doubt."


def test_after_five_tries_it_stays_in_doubt(stranded):
    campaign = stranded(resend_in_doubt=True)
    Delivery.objects.in_doubt().update(tries=5)
    finish(campaign)
    assert campaign.state == State.REVIEW


def test_what_is_known_late_ends_the_waiting(stranded):
    campaign = stranded()
    finish(campaign)
    Delivery.objects.in_doubt().update(fate=Fate.DELIVERED)  # as a provider may tell
    finish(campaign)
    assert campaign.state == State.SENT


def test_who_left_after_a_doubt_is_still_in_doubt(stranded, newsletter_staff):
    campaign = stranded()
    finish(campaign)
    resend_in_doubt(campaign, newsletter_staff)
    (one,) = claim(campaign)
    Subscriber.objects.filter(deliveries=one.pk).update(left_at=timezone.now())
    assert not begin(one, before=None)
    assert decline(one)
    row = Delivery.objects.get(pk=one.pk)
    assert (row.fate, row.reason) == (Fate.IN_DOUBT, "in doubt once, then left")


def test_of_a_cancelled_campaign_the_doubts_remain(stranded, newsletter_staff):
    campaign = stranded()
    finish(campaign)
    resend_in_doubt(campaign, newsletter_staff)
    campaign.go(State.CANCELLED, by=newsletter_staff)
    ledger.skip_what_was_cancelled()
    assert fates() == {"ACCEPTED": 1, "IN_DOUBT": 1}


def test_a_refusal_after_a_doubt_says_both(stranded, newsletter_staff):
    campaign = stranded()
    finish(campaign)
    resend_in_doubt(campaign, newsletter_staff)
    (one,) = claim(campaign)
    begin(one, before=None)
    settle(Outcome(one, Fate.FAILED, 550, "550 5.1.1"))
    assert Delivery.objects.get(pk=one.pk).reason == "in doubt once, sent again: 550 5.1.1"
