"""One person's page, and what is done to one person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.utils import timezone

from articles.models import Topic
from newsletter.models import Delivery, Label, Subscriber, Suppression
from newsletter.models.delivery import Fate
from tests.newsletter.conftest import in_state
from tests.newsletter.told import sent

PEOPLE = "/admin/newsletter/subscriber/"
WHY = {"why": "A test address."}


def page(client, person) -> str:
    return client.get(f"{PEOPLE}{person.pk}/change/").text


def act(client, person, name, **typed):
    return client.post(f"{PEOPLE}{person.pk}/{name}/", typed or WHY)


@pytest.fixture
def topics(db):
    return [Topic.objects.create(name=name, slug=name.lower()) for name in ("Sleep", "Pain")]


@pytest.mark.parametrize(
    ("state", "said"),
    [("pending", "has not confirmed"), ("active", "Subscribes since"), ("left", "Left on")],
)
def test_how_it_stands_is_said_in_words(site, at_desk, state, said):
    assert said in page(at_desk, in_state(state, "reader@example.org"))


def test_the_page_tells_pause_topics_labels_and_the_kind_of_domain(site, at_desk, topics):
    person = in_state("active", "anna@mailinator.com")
    Subscriber.objects.filter(pk=person.pk).update(paused_until=timezone.now() + timedelta(days=9))
    assert "Every letter" in page(at_desk, person)
    person.topics.add(topics[0]), person.labels.add(Label.objects.create(name="Met", slug="met"))
    text = page(at_desk, person)
    for said in ("Wants nothing until", "Sleep", "Met", "made to be thrown away", f"{person.pk}/proof/"):
        assert said in text


def test_any_person_takes_as_many_queries(at_desk, site, django_assert_max_num_queries):
    person = sent(1).deliveries.get().subscriber
    for number in range(20):
        person.labels.add(Label.objects.create(name=f"L{number}", slug=f"l{number}"))
    with django_assert_max_num_queries(14):
        page(at_desk, person)


def test_topics_and_labels_are_ticked(at_desk, active, topics):
    label = Label.objects.create(name="Met", slug="met")
    act(at_desk, active, "topics", chosen=[str(topic.pk) for topic in topics])
    act(at_desk, active, "labels", chosen=[str(label.pk)])
    assert (active.topics.count(), active.labels.count()) == (2, 1)
    at_desk.post(f"{PEOPLE}{active.pk}/topics/", {})
    assert not active.topics.exists()
    assert "Topics: none" in page(at_desk, active)


@pytest.mark.parametrize("odd", ["987654", "x", "9" * 30])
def test_a_topic_that_is_not_there_saves_nothing_and_says_so(at_desk, active, topics, odd):
    active.topics.add(topics[0])
    answer = act(at_desk, active, "topics", chosen=[odd])
    assert (answer.status_code, "Nothing was saved" in answer.text) == (422, True)
    assert active.topics.get() == topics[0]


def test_staff_suppress_with_a_reason_and_lift_it_again(at_desk, active, newsletter_staff):
    act(at_desk, active, "suppress")
    assert Suppression.objects.get().reason == "staff"
    active.refresh_from_db()
    assert active.is_active
    assert not Subscriber.objects.mailable().exists()
    text = page(at_desk, active)
    assert "taken off by staff" in text
    assert "Suppress: A test address." in text
    act(at_desk, active, "lift")
    assert Subscriber.objects.mailable().get() == active
    assert LogEntry.objects.filter(user=newsletter_staff).count() == 2


@pytest.mark.parametrize("reason", ["left", "complained", "bounced"])
def test_what_the_person_or_their_server_said_is_not_lifted(at_desk, active, reason):
    Suppression.objects.add_for(active.key, reason=reason)
    answer = act(at_desk, active, "lift")
    assert (answer.status_code, "Nothing was done" in answer.text) == (409, True)
    assert Suppression.objects.holds(active.key)
    assert "lift/" not in page(at_desk, active)


def test_who_left_after_staff_suppressed_them_stays_off(at_desk, active):
    act(at_desk, active, "suppress")
    active.leave(mechanism="leave_link", network="")
    assert "Only they can come back" in act(at_desk, active, "lift").text
    assert Suppression.objects.holds(active.key)


def test_who_complained_after_staff_suppressed_them_stays_off(at_desk, site):
    delivery = sent(1).deliveries.get()
    act(at_desk, delivery.subscriber, "suppress")
    Delivery.objects.update(fate=Fate.COMPLAINED)
    assert act(at_desk, delivery.subscriber, "lift").status_code == 409
    assert Suppression.objects.exists()


def test_who_is_suppressed_already_is_not_suppressed_again(at_desk, active):
    Suppression.objects.add_for(active.key, reason="bounced")
    answer = act(at_desk, active, "suppress")
    assert (answer.status_code, "mail came back for good" in answer.text) == (409, True)


def test_who_asked_to_leave_is_taken_off_with_proof(at_desk, active, newsletter_staff):
    act(at_desk, active, "take_off")
    active.refresh_from_db()
    assert active.left_at
    assert f"by {newsletter_staff}" in page(at_desk, active)
    assert act(at_desk, active, "take_off").status_code == 409


def test_erasing_says_what_stays_and_does_it(at_desk, active):
    assert "keyed hash" in at_desk.get(f"{PEOPLE}{active.pk}/erase/").text
    assert Subscriber.objects.exists()
    assert act(at_desk, active, "erase")["Location"] == PEOPLE
    assert not Subscriber.objects.exists()
    assert Suppression.objects.exists()
    assert "@" not in "".join(f"{entry.object_repr}{entry.change_message}" for entry in LogEntry.objects.all())


@pytest.mark.parametrize("name", ["suppress", "take_off", "erase", "lift", "topics"])
def test_without_the_right_nothing_is_offered_or_done(at_desk, active, name):
    group = Group.objects.get(name="Newsletter staff")
    group.permissions.remove(*group.permissions.filter(codename="suppress_subscriber"))
    assert f"{active.pk}/{name}/" not in page(at_desk, active)
    assert act(at_desk, active, name).status_code == 403
    assert Subscriber.objects.mailable().exists()
