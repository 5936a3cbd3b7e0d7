"""Erasing: who never confirmed is forgotten after seven days."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from newsletter.models import Ask, Subscriber
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
