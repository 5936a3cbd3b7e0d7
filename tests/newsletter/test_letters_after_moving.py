"""Letters on their way while their reader moves: they follow, and what is told of the old mailbox stays with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.addresses import parse
from newsletter.events import tell
from newsletter.handover import Outcome, begin, settle
from newsletter.ledger import claim
from newsletter.models import Ask, Delivery, Subscriber, Suppression
from newsletter.models.delivery import Fate
from tests.newsletter.campaigns import under_way

NEW = "new@elsewhere.example"


def move(person: Subscriber) -> None:
    Ask.to_move(person, parse(NEW), network="here").move(wording=1, network="here")


def test_a_letter_in_hand_goes_to_the_new_address(site):
    letter = under_way(1)
    (one,) = claim(letter)
    move(Subscriber.objects.get())
    assert not begin(one, before=None)
    Delivery.objects.update(fate=Fate.QUEUED, due_at=timezone.now())
    (again,) = claim(letter)
    assert (again.address, begin(again, before=None)) == (NEW, True)


@pytest.mark.parametrize("kind", ["bounced", "complained"])
@pytest.mark.parametrize("has_moved", [True, False])
def test_what_is_told_late_of_the_old_mailbox_does_not_silence_the_new_one(site, kind, has_moved):
    person = under_way(1).deliveries.get().subscriber
    handed = timezone.now() - timedelta(hours=1)
    Delivery.objects.update(fate=Fate.ACCEPTED, handed_at=handed, settled_at=handed, tries=1)
    if has_moved:
        move(person)
    tell(Delivery.objects.get().pk, kind, source="mailbox", token="late", detail="5.1.1 no such mailbox")
    assert Suppression.objects.exists() is not has_moved


def test_a_mailbox_that_is_gone_is_the_old_one(site):
    (one,) = claim(under_way(1))
    begin(one, before=None)
    move(Subscriber.objects.get())
    settle(Outcome(one, Fate.FAILED, 550, "no such mailbox", is_gone=True))
    assert not Suppression.objects.exists()
