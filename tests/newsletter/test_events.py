"""What is told of a letter after it went out: each telling counts once, and what it means happens at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from newsletter import handover, ledger
from newsletter.events import NoSuchDelivery, Telling, tell, tell_all
from newsletter.handover import Outcome
from newsletter.models import Campaign, ConsentEvent, DeliveryEvent, Subscriber, Suppression
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from tests.newsletter.campaigns import fates, under_way
from tests.newsletter.told import one, sent

pytestmark = pytest.mark.django_db


def told(delivery, kind, token="a1", **more):
    return tell(delivery.pk, kind, source="webhook", token=token, **more)


def complain(campaign, many):
    for delivery in campaign.deliveries.exclude(fate=Fate.COMPLAINED).order_by("pk")[:many]:
        told(delivery, "complained")


@pytest.mark.parametrize(
    ("was", "kind", "becomes"),
    [
        (Fate.ACCEPTED, "delivered", Fate.DELIVERED),
        (Fate.IN_DOUBT, "delivered", Fate.DELIVERED),
        (Fate.SENDING, "delivered", Fate.DELIVERED),
        (Fate.ACCEPTED, "bounced", Fate.BOUNCED),
        (Fate.DELIVERED, "bounced", Fate.BOUNCED),
        (Fate.BOUNCED, "delivered", Fate.BOUNCED),
        (Fate.BOUNCED, "complained", Fate.COMPLAINED),
        (Fate.COMPLAINED, "bounced", Fate.COMPLAINED),
        (Fate.COMPLAINED, "delivered", Fate.COMPLAINED),
        (Fate.FAILED, "delivered", Fate.FAILED),
        (Fate.ACCEPTED, "deferred", Fate.ACCEPTED),
        (Fate.ACCEPTED, "left", Fate.ACCEPTED),
    ],
)
def test_a_letter_becomes_what_is_told_of_it_where_that_makes_sense(was, kind, becomes):
    delivery = one(was)
    told(delivery, kind)
    delivery.refresh_from_db()
    assert delivery.fate == becomes


def test_what_was_told_before_changes_nothing():
    delivery = one()
    assert told(delivery, "bounced")
    assert not told(delivery, "bounced")
    assert DeliveryEvent.objects.count() == 1


def test_nobody_was_to_get_a_letter_that_there_is_not():
    with pytest.raises(NoSuchDelivery):
        tell(7, "bounced", source="webhook", token="a1")


def test_of_several_tellings_all_count_or_none():
    delivery = one()
    with pytest.raises(NoSuchDelivery):
        tell_all([Telling(delivery.pk, "bounced", "webhook", "1"), Telling(delivery.pk + 1, "bounced", "webhook", "2")])
    assert fates() == {"ACCEPTED": 1}
    assert not DeliveryEvent.objects.exists()


@pytest.mark.parametrize("detail", ["", "5.1.1", "5.2.1 disabled", "5.0.0"])
def test_who_cannot_be_reached_for_good_gets_nothing_more(detail):
    told(one(), "bounced", detail=detail)
    assert not Subscriber.objects.mailable().exists()
    assert Suppression.objects.get().reason == "bounced"


@pytest.mark.parametrize("detail", ["5.7.1 policy", "5.2.2 full", "5.3.4", "5.6.1", "5.4.7 4.4.1"])
def test_a_letter_that_was_not_liked_says_nothing_of_the_mailbox(detail):
    told(one(), "bounced", detail=detail)
    assert fates() == {"BOUNCED": 1}
    assert Subscriber.objects.mailable().exists()


def test_a_letter_that_is_only_late_is_noted():
    told(one(), "deferred", detail="4.2.2")
    assert DeliveryEvent.objects.get().detail == "4.2.2"
    assert Subscriber.objects.mailable().exists()


@pytest.mark.parametrize("kind", ["complained", "left"])
def test_who_complains_or_leaves_elsewhere_gets_nothing_more_at_once(kind):
    told(one(), kind)
    assert not Subscriber.objects.mailable().exists()
    assert Suppression.objects.get().reason == kind
    assert not ConsentEvent.objects.exists()


def test_a_complaint_takes_the_person_out_of_the_letter_that_is_being_sent():
    delivery = one()
    running = under_way()
    told(delivery, "complained")
    claimed = ledger.claim(running)[0]
    assert not handover.begin(claimed, before=None)


def test_the_address_in_what_a_server_said_is_not_kept():
    told(one(), "bounced", detail="5.1.1 <reader0@example.org>: unknown\nuser")
    assert DeliveryEvent.objects.get().detail == "5.1.1 [address] unknown user"


def test_of_somebody_who_was_erased_the_account_stays_true():
    delivery = one()
    Subscriber.objects.get().erase()
    told(delivery, "bounced")
    assert fates() == {"BOUNCED": 1}


def test_what_was_in_doubt_and_waits_to_go_out_again_need_not_when_it_arrived():
    campaign = sent(1, Fate.IN_DOUBT)
    campaign.go(State.REVIEW, by=None)
    ledger.resend_in_doubt(campaign, None)
    told(campaign.deliveries.get(), "delivered")
    assert fates() == {"DELIVERED": 1}
    assert ledger.claim(campaign) == []


def test_the_worker_that_hears_later_does_not_undo_it():
    campaign = under_way(1)
    claimed = ledger.claim(campaign)[0]
    assert handover.begin(claimed, before=None)
    told(campaign.deliveries.get(), "bounced", detail="5.1.1")
    handover.settle(Outcome(claimed, Fate.ACCEPTED, 250))
    assert fates() == {"BOUNCED": 1}


def test_when_the_server_answered_stays():
    delivery = one()
    before = delivery.settled_at - timedelta(hours=3)
    type(delivery).objects.update(settled_at=before)
    told(delivery, "bounced", at=timezone.now())
    delivery.refresh_from_db()
    assert delivery.settled_at == before


def test_three_complaints_of_a_thousand_pause_the_campaign():
    campaign = sent(1000)
    complain(campaign, 3)
    campaign.refresh_from_db()
    assert campaign.state == State.PAUSED
    assert campaign.steps.last().why.startswith("3 of 1,000 reported it as spam.")


def test_two_complaints_do_not_and_neither_do_three_of_very_many(settings):
    settings.NEWSLETTER_COMPLAINTS_PER_MILLE = 100
    campaign = sent(31)
    complain(campaign, 2)
    assert Campaign.objects.get().state == State.SENDING
    complain(campaign, 1)
    assert Campaign.objects.get().state == State.SENDING
    complain(campaign, 1)
    assert Campaign.objects.get().state == State.PAUSED


def test_a_campaign_that_is_over_stays_so():
    campaign = sent(3)
    campaign.go(State.SENT, by=None)
    complain(campaign, 3)
    assert Campaign.objects.get().state == State.SENT
    assert fates() == {"COMPLAINED": 3}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_several_tell_at_once_counts_once_and_nobody_waits_for_ever(site):
    """A provider repeats itself, and its calls come in any order: each thread tells of all letters in another one."""
    deliveries = list(sent(6).deliveries.order_by("pk"))
    tellings = [Telling(each.pk, "complained", "webhook", "a1", "", timezone.now()) for each in deliveries]

    def call(start: int) -> int:
        try:
            return tell_all(tellings[start:] + tellings[:start])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(call, range(4))) == len(tellings)
    assert DeliveryEvent.objects.count() == Suppression.objects.count() == len(tellings)
