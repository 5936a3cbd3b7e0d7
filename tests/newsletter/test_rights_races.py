"""Two tabs and two people at the same moment, on real connections: each act happens once and wholly."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client

from newsletter.addresses import parse
from newsletter.models import Ask, ConsentEvent, Subscriber
from newsletter.tokens import confirm_token, move_token
from tests.articles.test_races import AT_ONCE, at_once
from tests.newsletter.behind import link
from tests.newsletter.conftest import in_state

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
NEW = "new@example.org"


def press(path: str):
    return Client().post(path, {"wording": "1", "topics": []})


def wish(local: str, *, to: str) -> str:
    """The link in the mail of a subscriber who wants to move."""
    person = in_state("active", f"{local}@example.org")
    return f"/newsletter/move/{move_token(Ask.to_move(person, parse(to), network='here').handle)}/"


def test_a_button_pressed_many_times_at_once_moves_once(site):
    answers = at_once(*[partial(press, wish("one", to=NEW))] * AT_ONCE)
    assert {answer.status_code for answer in answers} == {200}
    assert Subscriber.objects.get().address == NEW
    assert (ConsentEvent.objects.count(), Ask.objects.filter(kind=Ask.Kind.MOVED).count()) == (1, 1)


def test_many_who_move_to_one_address_at_once_become_one(site):
    wishes = [wish(f"one{number}", to=NEW) for number in range(AT_ONCE)]
    answers = at_once(*[partial(press, path) for path in wishes])
    assert {answer.status_code for answer in answers} == {200}
    assert Subscriber.objects.mailable().get().address == NEW
    assert Subscriber.objects.left().count() == AT_ONCE - 1


def test_two_who_change_places_at_once_do_not_wait_for_each_other(site):
    wishes = [wish("one", to="two@example.org"), wish("two", to="one@example.org")]
    answers = at_once(*[partial(press, path) for path in wishes])
    assert {answer.status_code for answer in answers} <= {200, 410}
    assert Subscriber.objects.mailable().count() == 1


def test_whatever_else_is_pressed_while_everything_is_erased(site):
    person = in_state("active", "one@example.org")
    join = Ask.write(parse("one@example.org"), network="here", evidence={})
    paths = [link(person, "erase/"), link(person, "erase/"), link(person), link(person, "pause/")]
    paths += [link(person, "held/"), f"/newsletter/confirm/{confirm_token(join.handle)}/"]
    answers = at_once(*[partial(press, path) for path in paths])
    assert {answer.status_code for answer in answers} <= {200, 410, 422}
    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()
