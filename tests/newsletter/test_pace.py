"""How fast letters may go: overall, for a campaign, to a domain; for all workers together."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from newsletter.ledger import claim
from newsletter.models import Pace
from newsletter.models.pace import GROWN, GROWS_BACK, MINUTE, OVERALL, PAUSE
from tests.newsletter.campaigns import people, under_way

pytestmark = pytest.mark.django_db


def later(time: timedelta):
    return time_machine.travel(timezone.now() + time)


def test_without_limits_nothing_is_counted(site):
    assert len(claim(under_way(30))) == 30
    assert not Pace.objects.exists()


def test_all_workers_together_send_as_many_a_minute_as_the_setting_says(site, settings):
    settings.NEWSLETTER_PER_MINUTE = 5
    people(20)
    one, other = under_way(), under_way()
    assert [len(claim(one, most=3)), len(claim(other, most=4)), len(claim(one))] == [3, 2, 0]
    with later(MINUTE):
        assert len(claim(one)) == 5


def test_a_limit_that_was_taken_away_holds_nobody_up(site, settings):
    campaign = under_way(20)
    settings.NEWSLETTER_PER_MINUTE = 5
    assert len(claim(campaign)) == 5
    settings.NEWSLETTER_PER_MINUTE = None
    assert len(claim(campaign)) == 15


def test_a_campaign_may_be_slower_than_the_others(site):
    people(10)
    slow, quick = under_way(per_minute=2), under_way()
    assert [len(claim(slow)), len(claim(slow)), len(claim(quick))] == [2, 0, 10]


def test_a_domain_that_asks_for_a_break_gets_none_for_a_minute_and_then_half(site):
    people(100, domain="busy.example")
    campaign = under_way(10)
    Pace.slow_down("busy.example")
    assert {one.domain for one in claim(campaign)} == {"example.org"}
    with later(PAUSE + MINUTE):
        assert len(claim(campaign)) == 30
        assert claim(campaign) == []
    with later(PAUSE + 3 * MINUTE):
        assert len(claim(campaign)) == 30


def test_what_a_slow_domain_does_not_use_others_may(site):
    people(5, domain="busy.example")
    people(5)
    campaign = under_way(per_minute=6)
    Pace.slow_down("busy.example")
    assert len(claim(campaign)) == 1
    assert len(claim(campaign)) == 4


def test_several_workers_that_hear_of_one_trouble_halve_once():
    Pace.slow_down("busy.example"), Pace.slow_down("busy.example")
    assert Pace.objects.get().per_minute == 30
    with later(2 * PAUSE):
        Pace.slow_down("busy.example")
    assert Pace.objects.get().per_minute == 15


def test_there_is_always_one_a_minute():
    for minutes in range(0, 30, 2):
        with later(minutes * MINUTE):
            Pace.slow_down("busy.example")
    assert Pace.objects.get().per_minute == 1


def test_a_domain_that_is_content_gets_twice_as_much_until_it_is_free():
    Pace.slow_down("busy.example")
    limits = []
    for number in range(1, 8):
        with later(number * 1.01 * GROWS_BACK):
            Pace.grow_back()
            limits += Pace.objects.values_list("per_minute", flat=True)
    assert limits == [60, 120, 240, 480, 960]
    assert 2 * limits[-1] > GROWN


def test_looking_whether_a_domain_has_grown_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        Pace.grow_back()


def test_nothing_at_all_goes_while_the_server_rests(site):
    campaign = under_way(3)
    Pace.close(OVERALL, until=timezone.now() + MINUTE)
    assert claim(campaign) == []
    with later(1.1 * MINUTE):
        assert len(claim(campaign)) == 3


def test_the_limits_of_two_hundred_domains_cost_no_more_than_of_one(site, django_assert_max_num_queries):
    for number in range(100):
        people(1, domain=f"d{number}.example")
    campaign = under_way()
    with django_assert_max_num_queries(9):
        assert len(claim(campaign)) == 100


def test_a_clock_that_was_put_back_does_not_stop_the_post(site, settings):
    settings.NEWSLETTER_PER_MINUTE = 5
    campaign = under_way(20)
    with later(timedelta(hours=1)):
        claim(campaign)
    assert len(claim(campaign)) == 5
