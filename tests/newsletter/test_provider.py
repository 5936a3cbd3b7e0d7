"""What a provider tells by django-anymail: its own signal, no network."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from anymail.signals import AnymailTrackingEvent, tracking

from newsletter.models import DeliveryEvent, Suppression
from newsletter.provider import listen, receive
from newsletter.tokens import delivery_token
from tests.newsletter.campaigns import fates
from tests.newsletter.told import one

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _listening():
    tracking.connect(receive, dispatch_uid="newsletter.provider")
    yield
    tracking.disconnect(dispatch_uid="newsletter.provider")


def send(delivery, kind, **more):
    metadata = {"delivery": delivery_token(delivery.pk)}
    told = {"event_type": kind, "event_id": "e1", "timestamp": AT, "metadata": metadata} | more
    tracking.send(sender=object, event=AnymailTrackingEvent(**told), esp_name="Postmark")


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("delivered", "DELIVERED"),
        ("bounced", "BOUNCED"),
        ("rejected", "BOUNCED"),
        ("complained", "COMPLAINED"),
        ("deferred", "ACCEPTED"),
        ("unsubscribed", "ACCEPTED"),
    ],
)
def test_what_the_provider_tells_becomes_of_the_letter(kind, becomes):
    send(one(), kind)
    assert fates() == {becomes: 1}
    assert DeliveryEvent.objects.get().happened_at == AT


@pytest.mark.parametrize("kind", ["opened", "clicked", "sent", "queued", "autoresponded"])
def test_what_people_do_with_a_letter_is_not_kept(kind):
    send(one(), kind)
    assert not DeliveryEvent.objects.exists()


def test_told_twice_it_is_told_once():
    delivery = one()
    send(delivery, "bounced")
    send(delivery, "bounced")
    assert DeliveryEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "is_suppressed"),
    [
        ({"mta_response": "smtp;550 5.1.1 <reader0@example.org> unknown"}, True),
        ({"reject_reason": "invalid"}, True),
        ({"reject_reason": "bounced"}, True),
        ({"reject_reason": "spam"}, False),
        ({"reject_reason": "timed_out"}, False),
        ({"mta_response": "452 4.2.2 full"}, False),
    ],
)
def test_only_a_mailbox_that_is_not_there_is_written_off(more, is_suppressed):
    send(one(), "bounced", **more)
    assert Suppression.objects.exists() == is_suppressed
    assert "@" not in DeliveryEvent.objects.get().detail


@pytest.mark.parametrize("metadata", [{}, None, {"delivery": "7.0123456789abcdef"}, {"delivery": 7}])
def test_mail_that_is_no_letter_of_ours_is_left_alone(metadata, caplog):
    send(one(), "bounced", metadata=metadata)
    assert fates() == {"ACCEPTED": 1}


def test_nobody_listens_where_no_provider_is_configured():
    tracking.disconnect(dispatch_uid="newsletter.provider")
    listen()
    assert not tracking.has_listeners()
