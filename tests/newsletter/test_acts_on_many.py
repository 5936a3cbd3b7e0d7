"""Acts on many people: named first, then done, then said what was done; nobody is harmed who was not meant."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from articles.models import Topic
from newsletter import many
from newsletter.admin.people import several
from newsletter.admin.people.acts import ACTS
from newsletter.models import ConsentEvent, Label, Subscriber, Suppression
from tests.newsletter.campaigns import people
from tests.newsletter.conftest import in_state

LIST = "/admin/newsletter/subscriber/"
WHY = {"why": "Asked by telephone."}


@pytest.fixture
def topics(db):
    return [Topic.objects.create(name=name, slug=name.lower()) for name in ("Sleep", "Pain")]


def act(client, name, keys=(), query="", **typed):
    return client.post(f"{LIST}{query}", {"action": name, "_selected_action": [*keys], "whom": "ticked"} | typed)


def to_all(client, name, query="", **typed):
    return client.post(f"{LIST}{query}", {"action": name, "whom": "all"} | typed)


def confirmed(answer, **typed):
    """What the page that names them would post."""
    whom = answer.context["whom"]
    return {"confirmed": "1", "newest": whom.newest, "counted": whom.number} | typed


def test_everybody_whom_a_search_finds_is_named_and_then_done(site, at_desk):
    people(12), people(3, domain="other.example")
    answer = to_all(at_desk, "suppress", "?q=other.example")
    assert "This search finds 3 subscribers" in answer.text
    assert "Address, or part of it" in answer.text
    assert not Suppression.objects.exists()
    to_all(at_desk, "suppress", "?q=other.example", **confirmed(answer, **WHY))
    assert Suppression.objects.filter(reason="staff").count() == 3
    assert "to 3 of 3 subscribers" in at_desk.get(LIST).text


def test_who_joined_after_they_were_named_is_not_meant(site, at_desk):
    people(2)
    answer = to_all(at_desk, "suppress")
    late = in_state("active", "late@example.org")
    to_all(at_desk, "suppress", **confirmed(answer, **WHY))
    assert Suppression.objects.count() == 2
    assert not Suppression.objects.holds(late.key)


def test_where_the_search_finds_another_number_by_then_they_are_named_again(site, at_desk):
    people(5)
    answer = to_all(at_desk, "erase")
    again = to_all(at_desk, "erase", **confirmed(answer, **WHY) | {"counted": "2"})
    assert (again.status_code, Subscriber.objects.count()) == (409, 5)


def test_it_is_done_batch_by_batch(site, at_desk, monkeypatch):
    monkeypatch.setattr(several, "BATCH", 2)
    keys = [person.pk for person in people(5)]
    act(at_desk, "suppress", keys, confirmed="1", **WHY)
    assert Suppression.objects.count() == LogEntry.objects.count() == 5


@pytest.mark.parametrize("whom", ["ticked", "all"])
def test_more_than_the_limit_are_refused_and_the_limit_is_said(site, at_desk, monkeypatch, whom):
    monkeypatch.setitem(ACTS, "erase", ACTS["erase"].__class__(**vars(ACTS["erase"]) | {"most": 2}))
    keys = [person.pk for person in people(3)]
    act(at_desk, "erase", keys, whom=whom, confirmed="1", counted="3", **WHY)
    assert Subscriber.objects.count() == 3
    assert "at most 2 at once. Narrow the search down." in at_desk.get(LIST).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"action": "suppress"}, "tick somebody"),
        ({"action": ""}, "choose what to do"),
        ({"action": "x"}, "choose what"),
    ],
)
def test_without_anybody_or_anything_nothing_is_done(site, at_desk, typed, said):
    at_desk.post(LIST, typed)
    assert said in at_desk.get(LIST).text


def test_why_is_asked_and_must_hold_no_address(site, at_desk):
    [person] = people(1)
    for why in ("", "anna@example.org asked"):
        assert act(at_desk, "suppress", [person.pk], confirmed="1", why=why).status_code == 422
    assert not Suppression.objects.exists()


def test_the_log_names_numbers_and_no_address(site, at_desk, newsletter_staff):
    keys = [person.pk for person in people(2)]
    act(at_desk, "erase", keys, confirmed="1", **WHY)
    entries = LogEntry.objects.all()
    assert {entry.object_id for entry in entries} == {str(key) for key in keys}
    assert {entry.change_message for entry in entries} == {"Erase: Asked by telephone."}
    assert not any("@" in f"{entry.object_repr}{entry.change_message}" for entry in entries)


def test_erasing_leaves_the_hashes_and_nothing_else(site, at_desk):
    keys = [person.pk for person in people(2)]
    act(at_desk, "erase", keys, confirmed="1", **WHY)
    assert (Subscriber.objects.count(), Suppression.objects.count()) == (0, 2)


def test_an_earlier_reason_stays_when_people_are_suppressed(site):
    one, other = people(2)
    Suppression.objects.add_for(one.key, reason=Suppression.Reason.COMPLAINED)
    assert many.suppress([one.pk, other.pk, 987654]) == 1
    assert set(Suppression.objects.values_list("reason", flat=True)) == {"complained", "staff"}


def test_who_is_taken_off_at_their_request_has_it_in_the_proof(site, newsletter_staff):
    active, left = in_state("active", "a@example.org"), in_state("left", "l@example.org")
    assert many.take_off([active.pk, left.pk], by=newsletter_staff) == 1
    event = active.events.get(kind=ConsentEvent.Kind.LEFT)
    assert (event.mechanism, event.by) == ("staff", newsletter_staff)


def test_a_topic_is_given_to_who_chose_some_and_never_narrows_everything(topics, site):
    sleep, pain = topics
    chose, everything, has = people(3)
    chose.topics.add(pain), has.topics.add(sleep)
    assert many.add_topic([chose.pk, everything.pk, has.pk, 987654], sleep) == 1
    assert set(chose.topics.all()) == {sleep, pain}
    assert not everything.topics.exists()


def test_a_topic_is_taken_only_where_another_stays(topics, site):
    sleep, pain = topics
    both, alone = people(2)
    both.topics.set(topics), alone.topics.add(sleep)
    assert many.remove_topic([both.pk, alone.pk], sleep) == 1
    assert list(both.topics.all()) == [pain]
    assert list(alone.topics.all()) == [sleep]


def test_topics_are_given_from_the_list(topics, site, at_desk):
    [person] = people(1)
    person.topics.add(topics[0])
    act(at_desk, "add_topic", [person.pk], confirmed="1", topic=topics[1].pk)
    assert person.topics.count() == 2
    assert "was added for 1 of 1" in at_desk.get(LIST).text


def test_who_left_or_was_erased_meanwhile_is_passed_over(site, topics):
    [person] = people(1)
    gone = [person.pk]
    person.erase()
    label = Label.objects.create(name="Met", slug="met")
    assert many.add_label(gone, label) == many.remove_label(gone, label) == many.add_topic(gone, topics[0]) == 0
    assert many.suppress(gone) == many.erase(gone) == 0


@pytest.mark.parametrize("name", ["suppress", "take_off", "erase", "add_topic", "remove_topic"])
def test_without_the_right_it_is_neither_offered_nor_done(site, at_desk, topics, name):
    [person] = people(1)
    group = Group.objects.get(name="Newsletter staff")
    group.permissions.remove(*group.permissions.filter(codename="suppress_subscriber"))
    assert f'value="{name}"' not in at_desk.get(LIST).text
    answer = act(at_desk, name, [person.pk], confirmed="1", topic=topics[0].pk, **WHY)
    assert answer.status_code == 403
    assert Subscriber.objects.active().exists()
