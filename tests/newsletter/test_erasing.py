"""Erasing: who never confirmed is forgotten after seven days."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from newsletter.models import Ask, ConsentEvent, Subscriber, Suppression
from newsletter.models.ask import erase_unconfirmed
from newsletter.tokens import confirm_token
from tests.newsletter.conftest import in_state


@pytest.mark.parametrize(("days", "left"), [(6, 1), (8, 0)])
def test_who_never_confirms_is_erased_after_seven_days(asking, days, left):
    asking()
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        erase_unconfirmed()
    assert (Subscriber.objects.count(), Ask.objects.count()) == (left, left)


def test_who_asks_again_gets_seven_days_more(asking):
    asking()
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        asking()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert erase_unconfirmed() == 0
    assert Subscriber.objects.exists()


def test_who_confirmed_stays_with_the_proof(client, site, asking):
    ask = asking()
    client.post(f"/newsletter/confirm/{confirm_token(ask.handle)}/")
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        erase_unconfirmed()
    assert Subscriber.objects.get().events.count() == 1


def test_who_left_is_not_counted_as_undecided(db):
    in_state("left", "reader@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert erase_unconfirmed() == 0


@pytest.mark.parametrize("state", ["pending", "active", "left"])
def test_who_asks_to_be_erased_is_forgotten_and_stays_off(db, state):
    in_state(state, "reader@example.org")
    call_command("erase_subscriber", " Reader@EXAMPLE.org ")
    assert not Subscriber.objects.exists()
    assert not Ask.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert Suppression.objects.holds("reader@example.org")


@pytest.mark.parametrize(
    ("address", "told"), [("nobody@example.org", "Nobody is kept"), ("no address", "lacks its “@”")]
)
def test_whom_we_do_not_keep_cannot_be_erased(db, address, told):
    with pytest.raises(CommandError, match=told):
        call_command("erase_subscriber", address)
