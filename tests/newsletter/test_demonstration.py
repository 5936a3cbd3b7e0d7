"""The demonstration: subscribers in every state, the same each time."""

from __future__ import annotations

from uuid import NAMESPACE_DNS, uuid5

import pytest

from newsletter.demonstration import NAMED, load
from newsletter.models import Ask, ConsentEvent, Subscriber, Suppression
from newsletter.sending import send_due

COUNT = 1040


def loaded(editor, *, subscribers: int = 0) -> str:
    return load(by=editor, extra={"subscribers": subscribers}, progress=lambda name, done, wanted: None)


def test_it_shows_every_state(site, editor):
    loaded(editor)
    states = Subscriber.objects.all()
    assert all([states.pending(), states.active(), states.left()])
    assert not Subscriber.objects.exclude(address__endswith="@example.org")


def test_nobody_gets_mail(site, editor, mailoutbox):
    loaded(editor)
    assert (send_due(), Ask.objects.count(), mailoutbox) == (0, 0, [])


def test_a_second_time_changes_nothing(site, editor):
    loaded(editor, subscribers=COUNT)
    assert loaded(editor, subscribers=COUNT).startswith("0 subscribers added")
    assert Subscriber.objects.count() == COUNT + len(NAMED)


def test_the_synthetic_ones_are_in_bulk_and_the_same_each_time(site, editor, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        loaded(editor, subscribers=COUNT)
    person = Subscriber.objects.get(key="synthetic.0000007@example.org")
    assert (str(person.handle), person.state) == (str(uuid5(NAMESPACE_DNS, person.key)), "active")


def test_everybody_who_joined_has_a_proof_that_says_what_it_is(site, editor):
    loaded(editor, subscribers=40)
    confirmed = Subscriber.objects.exclude(confirmed_at=None)
    assert not confirmed.filter(events=None)
    assert set(ConsentEvent.objects.values_list("mechanism", flat=True)) == {"demonstration"}
    assert Suppression.objects.count() == Subscriber.objects.left().count()


@pytest.mark.parametrize("wanted", [0, 1, 1000, 1001])
def test_progress_ends_at_what_was_wanted(site, editor, wanted):
    steps = [(0, 0)]
    load(by=editor, extra={"subscribers": wanted}, progress=lambda name, done, of: steps.append((done, of)))
    assert steps[-1] == (wanted, wanted)
