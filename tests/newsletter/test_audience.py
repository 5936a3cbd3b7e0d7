"""Who gets a campaign is written down once, whoever dies or helps meanwhile."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from articles.models import Topic
from newsletter import audience
from newsletter.audience import write_audience
from newsletter.models import Delivery, Segment, Subscriber, Suppression
from newsletter.models.campaign import NotNow, State
from tests.newsletter.campaigns import getting_ready, people
from tests.newsletter.conftest import STATES, in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_two(monkeypatch):
    monkeypatch.setattr(audience, "CHUNK", 2)


def recipients() -> list[str]:
    return list(Delivery.objects.order_by("subscriber__pk").values_list("subscriber__address", flat=True))


def finish(campaign) -> None:
    while not write_audience(campaign):
        pass
    campaign.refresh_from_db()


def test_only_subscribers_get_it(site):
    for state in STATES:
        in_state(state, f"{state}@example.org")
    complained = in_state("active", "complained@example.org")
    Suppression.objects.add_for(complained.key, reason=Suppression.Reason.COMPLAINED)
    campaign = getting_ready()
    finish(campaign)
    assert recipients() == ["active@example.org"]
    assert campaign.audience == 1


def test_each_row_knows_its_domain(site):
    people(1, domain="other.example")
    finish(getting_ready())
    assert Delivery.objects.get().domain == "other.example"


def test_a_worker_that_was_killed_between_two_chunks_is_taken_over_from(site, by_two):
    five = people(5)
    campaign = getting_ready()
    assert write_audience(campaign) is False
    finish(type(campaign).objects.get(pk=campaign.pk))
    assert recipients() == [one.address for one in five]


def test_writing_it_down_again_changes_nothing(site):
    people(3)
    campaign = getting_ready()
    finish(campaign), finish(campaign)
    assert Delivery.objects.count() == 3


def test_a_second_row_for_somebody_is_impossible(site):
    people(1)
    finish(getting_ready())
    row = Delivery.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError):
        row.save()


def test_who_confirms_after_it_began_gets_the_next_one(site, by_two):
    people(3)
    campaign = getting_ready()
    write_audience(campaign)
    in_state("active", "late@example.org")
    finish(campaign)
    assert campaign.audience == 3


def test_who_leaves_after_it_began_is_in_the_account_or_not_at_all(site, by_two):
    five = people(5)
    campaign = getting_ready()
    write_audience(campaign)
    Subscriber.objects.filter(pk__in=[five[0].pk, five[4].pk]).update(left_at=timezone.now())
    finish(campaign)
    assert campaign.audience == Delivery.objects.count() == 4


def test_pausing_stops_the_writing_and_resuming_forgets_nobody(site, by_two, newsletter_staff):
    people(5)
    campaign = getting_ready()
    write_audience(campaign)
    campaign.go(State.PAUSED, by=newsletter_staff)
    assert write_audience(campaign) is None
    assert Delivery.objects.count() == 2
    campaign.resume(by=newsletter_staff)
    assert campaign.state == State.FREEZING
    finish(campaign)
    assert campaign.audience == 5


def test_nothing_is_sent_before_everybody_is_written_down(site, by_two, newsletter_staff):
    people(5)
    campaign = getting_ready()
    write_audience(campaign)
    with pytest.raises(NotNow, match="Not all recipients"):
        campaign.go(State.SENDING, by=newsletter_staff)


def test_a_segment_of_several_topics_has_each_person_once(site):
    topics = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Sleep", "Law")]
    both, none, other = people(3)
    both.topics.set(topics)
    other.topics.add(Topic.objects.create(name="Pain", slug="pain"))
    segment = Segment.objects.create(name="Two topics")
    segment.topics.set(topics)
    finish(getting_ready(segment=segment))
    assert recipients() == [both.address, none.address]


def test_a_segment_may_be_those_who_came_lately(site):
    old, _ = people(2)
    Subscriber.objects.filter(pk=old.pk).update(confirmed_at=timezone.now() - timedelta(days=400))
    lately = timezone.localdate() - timedelta(days=30)
    campaign = getting_ready(segment=Segment.objects.create(name="New", joined_from=lately))
    finish(campaign)
    assert campaign.audience == 1


def test_its_cost_does_not_grow_with_the_number_of_people(site, django_assert_max_num_queries):
    people(500)
    campaign = getting_ready()
    with django_assert_max_num_queries(9):
        assert write_audience(campaign) is False


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_everybody_once(site, monkeypatch):
    monkeypatch.setattr(audience, "CHUNK", 20)
    people(500)
    campaign = getting_ready()

    def work() -> None:
        finish(campaign)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    [each.start() for each in workers]
    [each.join() for each in workers]
    assert Delivery.objects.values("subscriber").distinct().count() == Delivery.objects.count() == 500
