"""Segments: who is meant, counted before anything is saved, and kept while a campaign needs them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from articles.models.topic import Topic
from newsletter.models import Campaign, ConsentEvent, Label, Segment, Subscriber
from newsletter.models.segment import chosen
from tests.newsletter.conftest import in_state

LIST = "/admin/newsletter/segment/"


def addresses(people) -> list[str]:
    return sorted(people.values_list("address", flat=True))


@pytest.fixture
def three(site, topic):
    """One chose sleep, one chose pain, one chose nothing and so everything."""
    sleeper, sufferer, all_round = (in_state("active", f"{name}@example.org") for name in ("anna", "berta", "carla"))
    sleeper.topics.add(topic)
    sufferer.topics.add(Topic.objects.create(name="Pain", slug="pain"))
    return sleeper, sufferer, all_round


@pytest.fixture
def segment(topic):
    segment = Segment.objects.create(name="Sleepers")
    segment.topics.add(topic)
    return segment


def test_a_topic_means_who_chose_it_and_who_chose_none(three, segment):
    assert addresses(segment.audience()) == ["anna@example.org", "carla@example.org"]


def test_who_chose_two_of_the_topics_is_there_once(three, segment):
    pain = Topic.objects.get(slug="pain")
    three[0].topics.add(pain)
    segment.topics.add(pain)
    assert segment.audience().count() == 3


def test_a_label_means_who_bears_it(three):
    three[1].labels.add("Congress")
    assert addresses(chosen(labels=Label.objects.all())) == ["berta@example.org"]


def test_the_source_means_who_confirmed_on_that_page(three):
    facts = {"kind": ConsentEvent.Kind.CONFIRMED, "mechanism": ConsentEvent.Mechanism.CONFIRM_LINK}
    ConsentEvent.objects.create(subscriber=three[2], page="articles/sleep", **facts)
    assert addresses(chosen(source="/articles/sleep/")) == ["carla@example.org"]


@pytest.mark.parametrize(
    ("days", "number"),
    [
        ({"joined_from": date(2026, 7, 1)}, 1),
        ({"joined_until": date(2026, 6, 30)}, 0),
        ({"joined_until": date(2026, 7, 1)}, 1),
        ({"joined_from": date(2026, 7, 2)}, 0),
    ],
)
def test_a_day_is_a_day_in_the_zone_of_the_site(site, settings, days, number):
    settings.TIME_ZONE = "Europe/Berlin"
    reader = in_state("active", "reader@example.org")
    half_past_midnight = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    Subscriber.objects.filter(pk=reader.pk).update(confirmed_at=half_past_midnight)
    with timezone.override("Europe/Berlin"):
        assert chosen(**days).count() == number


def test_who_left_or_never_confirmed_is_meant_by_no_segment(site):
    for state in ("pending", "left", "erased"):
        in_state(state, f"{state}@example.org")
    assert chosen().count() == 0


def test_a_count_before_saving_saves_nothing(three, at_desk, topic):
    typed = {"name": "Sleepers", "topics": [topic.pk], "source": "", "_count": ""}
    text = at_desk.post(f"{LIST}add/", typed).text
    assert "<strong>2</strong> people get" in text
    assert ("anna@example.org" in text, "berta@example.org" in text) == (True, False)
    assert 'value="Sleepers"' in text
    assert not Segment.objects.exists()


def test_a_count_of_a_changed_form_leaves_the_segment_as_it_was(three, at_desk, segment):
    text = at_desk.post(f"{LIST}{segment.pk}/change/", {"name": "Everybody", "source": "", "_count": ""}).text
    assert "<strong>3</strong> people get" in text
    segment.refresh_from_db()
    assert (segment.name, segment.topics.count()) == ("Sleepers", 1)


def test_a_kept_segment_is_counted_when_it_is_opened(three, at_desk, segment):
    assert "<strong>2</strong> people get" in at_desk.get(f"{LIST}{segment.pk}/change/").text


def test_who_may_not_see_subscribers_sees_no_address(three, at_desk, segment):
    Group.objects.get(name="Newsletter staff").permissions.remove(
        *Group.objects.get(name="Newsletter staff").permissions.filter(codename="view_subscriber")
    )
    text = at_desk.get(f"{LIST}{segment.pk}/change/").text
    assert "<strong>2</strong> people get" in text
    assert "@example.org" not in text


def test_a_sample_is_ten(site, at_desk):
    for number in range(12):
        in_state("active", f"reader{number}@example.org")
    text = at_desk.post(f"{LIST}add/", {"name": "All", "source": "", "_count": ""}).text
    assert "<strong>12</strong>" in text
    assert text.count("@example.org") == 10


@pytest.mark.parametrize(
    "odd",
    [
        {"joined_from": "2026-13-01"},
        {"joined_from": "2026-07-02", "joined_until": "2026-07-01"},
        {"joined_until": "9999-12-31"},
        {"joined_from": "0001-01-01"},
        {"topics": ["987654321"]},
        {"labels": ["x"]},
        {"source": "a\0b"},
    ],
)
@pytest.mark.parametrize("button", ["_count", "_save"])
def test_odd_conditions_are_told_and_never_break(site, at_desk, odd, button):
    assert at_desk.post(f"{LIST}add/", {"name": "Odd", "source": "", button: "", **odd}).status_code in (200, 302)


def test_a_segment_that_a_campaign_names_is_not_deleted(at_desk, segment):
    Campaign.objects.create(subject="Of sleep", segment=segment)
    address = f"{LIST}{segment.pk}/delete/"
    for answer in (at_desk.get(address), at_desk.post(address, {"post": "yes"})):
        assert (answer.status_code, "Of sleep" in answer.text) == (409, True)
    assert Segment.objects.exists()
    assert "Of sleep" in at_desk.get(f"{LIST}{segment.pk}/change/").text


def test_one_that_nobody_needs_goes(at_desk, segment):
    at_desk.post(f"{LIST}{segment.pk}/delete/", {"post": "yes"})
    assert not Segment.objects.exists()


def test_the_list_says_who_is_meant(at_desk, segment):
    segment.labels.add(Label.objects.create(name="Congress", slug="congress"))
    Segment.objects.create(name="All")
    text = at_desk.get(LIST).text
    assert "topic Sleep; label Congress" in text
    assert "everybody" in text


def test_a_long_list_takes_as_many_queries_as_a_short_one(at_desk, django_assert_max_num_queries):
    for number in range(20):
        segment = Segment.objects.create(name=f"Segment {number}")
        Campaign.objects.create(subject="Letter", segment=segment)
    with django_assert_max_num_queries(9):
        at_desk.get(LIST)
