"""The queue: rows are taken by one worker at a time, for as long as a lease."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from newsletter.handover import lease
from newsletter.ledger import claim, recover, skip_what_is_late, skip_what_was_cancelled
from newsletter.models import Delivery
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from tests.newsletter.campaigns import fates, under_way

pytestmark = pytest.mark.django_db


def test_two_workers_never_hold_the_same_row(site):
    campaign = under_way(5)
    first, second = claim(campaign, most=3), claim(campaign, most=3)
    assert (len(first), len(second)) == (3, 2)
    assert not {one.pk for one in first} & {one.pk for one in second}
    assert claim(campaign) == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_share_a_campaign_out(site):
    campaign = under_way(400)

    def work() -> list[int]:
        taken = []
        while claims := claim(campaign, most=7):
            taken += [one.pk for one in claims]
        connection.close()
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [pk for job in [pool.submit(work) for _ in range(4)] for pk in job.result()]
    assert len(taken) == len(set(taken)) == 400


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_rows_that_another_is_taking(site):
    campaign = under_way(4)
    other = connection.copy()
    with other.cursor() as cursor:
        other.set_autocommit(False)
        cursor.execute("SELECT id FROM newsletter_delivery ORDER BY id LIMIT 2 FOR UPDATE")
        assert len(claim(campaign)) == 2
    other.close()


def test_a_claim_brings_what_the_letter_needs(site):
    campaign = under_way(1)
    (one,) = claim(campaign)
    row = Delivery.objects.get()
    assert (one.address, one.handle) == (row.subscriber.address, row.subscriber.handle)
    assert (one.pk, one.fence, one.domain, one.tries, row.fate) == (row.pk, 1, "example.org", 0, Fate.CLAIMED)


def test_a_claim_costs_the_same_for_one_and_for_two_hundred(site, django_assert_max_num_queries):
    campaign = under_way(200)
    with django_assert_max_num_queries(9):
        assert len(claim(campaign)) == 200


def test_those_whose_hour_comes_first_go_first(site):
    campaign = under_way(3)
    last = Delivery.objects.latest("pk")
    Delivery.objects.filter(pk=last.pk).update(due_at=timezone.now() - timedelta(days=1))
    assert [one.pk for one in claim(campaign, most=1)] == [last.pk]


def test_what_waits_for_its_next_try_is_not_taken(site):
    campaign = under_way(1)
    Delivery.objects.update(fate=Fate.DEFERRED, tries=1, due_at=timezone.now() + timedelta(minutes=5))
    assert claim(campaign) == []
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert len(claim(campaign)) == 1


def test_a_claim_whose_worker_died_is_free_again_after_its_lease(site):
    campaign = under_way(1)
    claim(campaign)
    recover()
    assert fates() == {"CLAIMED": 1}
    with time_machine.travel(timezone.now() + 1.1 * lease()):
        recover()
        assert fates() == {"QUEUED": 1}
        assert claim(campaign)[0].fence == 2


@pytest.mark.parametrize("state", [State.PAUSED, State.CANCELLED])
def test_nothing_is_taken_while_a_campaign_rests(site, newsletter_staff, state):
    campaign = under_way(1)
    campaign.go(state, by=newsletter_staff)
    assert claim(campaign) == []


def test_of_a_cancelled_campaign_nobody_is_forgotten(site, newsletter_staff):
    campaign = under_way(3)
    Delivery.objects.filter(pk=claim(campaign, most=1)[0].pk).update(fate=Fate.ACCEPTED)
    campaign.go(State.CANCELLED, by=newsletter_staff)
    skip_what_was_cancelled()
    assert fates() == {"ACCEPTED": 1, "SKIPPED": 2}
    assert set(Delivery.objects.filter(fate=Fate.SKIPPED).values_list("reason", flat=True)) == {"cancelled"}


def test_after_its_last_moment_the_rest_is_skipped(site):
    campaign = under_way(2, send_until=timezone.now() + timedelta(hours=1))
    assert skip_what_is_late(campaign) == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert skip_what_is_late(campaign) == 2
    assert set(Delivery.objects.values_list("fate", "reason")) == {(Fate.SKIPPED, "too late")}


def test_looking_for_dead_leases_costs_one_query(site, django_assert_num_queries):
    under_way(3)
    with django_assert_num_queries(1):
        recover()
