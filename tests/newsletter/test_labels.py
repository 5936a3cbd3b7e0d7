"""Labels: given to many at once, taken away again, found by, and written down without an address."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group

from newsletter.models import Label, Labelling, Segment, Subscriber
from tests.newsletter.conftest import in_state

PEOPLE = "/admin/newsletter/subscriber/"
LIST = "/admin/newsletter/label/"


@pytest.fixture
def two(site):
    return [in_state("active", f"{name}@example.org") for name in ("anna", "berta")]


@pytest.fixture
def label(db):
    return Label.objects.create(name="Congress", slug="congress")


def act(client, name, people, **typed):
    chosen = {"action": name, "_selected_action": [person.pk for person in people]}
    return client.post(PEOPLE, chosen | typed)


def test_the_act_names_whom_it_is_about_before_it_does_anything(at_desk, two, label):
    answer = act(at_desk, "add_label", two)
    assert "You chose 2 subscribers" in answer.text
    assert "anna@example.org" in answer.text
    assert not Labelling.objects.exists()


def test_a_label_is_given_to_all_who_were_chosen(at_desk, two, label):
    act(at_desk, "add_label", two, confirmed="1", label=label.pk)
    assert label.labellings.count() == 2


def test_giving_it_again_changes_nothing_and_says_so(at_desk, two, label):
    two[0].labels.add(label)
    act(at_desk, "add_label", two, confirmed="1", label=label.pk)
    assert "given to 1 of 2 subscribers" in at_desk.get(PEOPLE).text
    assert label.labellings.count() == 2


def test_a_new_label_is_made_on_the_way(at_desk, two):
    act(at_desk, "add_label", two, confirmed="1", new=" Open  day ")
    assert Label.objects.get().name == "Open day"
    act(at_desk, "add_label", two, confirmed="1", new="open DAY")
    assert Label.objects.count() == 1


def test_a_label_is_taken_away(at_desk, two, label):
    for person in two:
        person.labels.add(label)
    act(at_desk, "remove_label", two[:1], confirmed="1", label=label.pk)
    assert label.labellings.get().content_object == two[1]


def test_the_log_tells_who_did_it_and_names_no_address(at_desk, two, label, newsletter_staff):
    act(at_desk, "add_label", two, confirmed="1", label=label.pk)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr) == (newsletter_staff, "Congress")
    assert "given to 2 of 2" in entry.change_message
    assert "@" not in f"{entry.object_repr}{entry.change_message}"


@pytest.mark.parametrize("typed", [{}, {"label": "x"}, {"label": "987654"}, {"new": "a\0b"}, {"new": "x" * 101}])
def test_without_one_good_label_nothing_is_done(at_desk, two, typed):
    assert act(at_desk, "add_label", two, confirmed="1", **typed).status_code == 422
    assert not Labelling.objects.exists()


@pytest.mark.parametrize("keys", [["x"], ["-1"], ["9" * 30], ["²"], ["1\0"]])
def test_keys_that_are_nobodys_choose_nobody(at_desk, label, keys):
    typed = {"action": "add_label", "_selected_action": keys, "confirmed": "1", "label": label.pk}
    assert at_desk.post(PEOPLE, typed).status_code == 302
    assert not Labelling.objects.exists()


def test_who_may_only_look_is_offered_no_act_and_cannot_force_one(at_desk, two, label):
    Group.objects.get(name="Newsletter staff").permissions.remove(
        *Group.objects.get(name="Newsletter staff").permissions.filter(codename="change_label")
    )
    assert "add_label" not in at_desk.get(PEOPLE).text
    act(at_desk, "add_label", two, confirmed="1", label=label.pk)
    assert not Labelling.objects.exists()


def test_who_may_not_make_labels_may_still_give_those_there_are(at_desk, two, label):
    Group.objects.get(name="Newsletter staff").permissions.remove(
        *Group.objects.get(name="Newsletter staff").permissions.filter(codename="add_label")
    )
    assert act(at_desk, "add_label", two, confirmed="1", new="Mine").status_code == 422
    act(at_desk, "add_label", two, confirmed="1", label=label.pk, new="Mine")
    assert list(Label.objects.values_list("name", flat=True)) == ["Congress"]


def test_the_list_is_narrowed_by_label_and_the_person_shows_theirs(at_desk, two, label):
    two[0].labels.add(label)
    text = at_desk.get(PEOPLE, {"label": label.pk}).text
    assert ("anna@" in text, "berta@" in text) == (True, False)
    assert "Congress" in at_desk.get(f"{PEOPLE}{two[0].pk}/change/").text


@pytest.mark.parametrize("odd", ["x", "0", "9" * 40, "a\0", "1 OR 1"])
def test_an_odd_label_narrows_nothing(at_desk, two, odd):
    assert at_desk.get(PEOPLE, {"label": odd}).status_code in (200, 400)


def test_labels_are_counted_renamed_and_named_once(at_desk, two, label):
    two[0].labels.add(label)
    assert f'?label={label.pk}">1 subscriber</a>' in at_desk.get(LIST).text
    at_desk.post(f"{LIST}{label.pk}/change/", {"name": "Congress 2026"})
    assert Label.objects.get().name == "Congress 2026"
    assert "of this name already" in at_desk.post(f"{LIST}add/", {"name": "CONGRESS  2026"}).text


def test_a_label_that_a_segment_asks_for_is_not_deleted(at_desk, label):
    Segment.objects.create(name="Met in Basel").labels.add(label)
    answer = at_desk.post(f"{LIST}{label.pk}/delete/", {"post": "yes"})
    assert (answer.status_code, "Met in Basel" in answer.text) == (409, True)
    assert Label.objects.exists()


def test_deleting_one_says_how_many_bear_it_and_lets_them_be(at_desk, two, label):
    two[0].labels.add(label)
    assert "Subscribers who bear it: 1" in at_desk.get(f"{LIST}{label.pk}/delete/").text
    at_desk.post(f"{LIST}{label.pk}/delete/", {"post": "yes"})
    assert (Label.objects.count(), Subscriber.objects.count()) == (0, 2)
