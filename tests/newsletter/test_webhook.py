"""Signed calls that tell what became of letters: only the holder of the key is heard, and each call once."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.models import DeliveryEvent, Seen
from newsletter.models.delivery import Fate
from newsletter.tokens import delivery_token
from newsletter.webhook import forget_old
from tests.newsletter.campaigns import fates
from tests.newsletter.told import KEY, call, event, one, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings):
    settings.NEWSLETTER_WEBHOOK_KEY = KEY


def test_a_signed_call_is_heard():
    response = call(event(one(), detail="5.1.1", at="2026-01-02T03:04:05Z"))
    assert (response.status_code, response.json()) == (200, {"news": 1})
    assert fates() == {"BOUNCED": 1}
    assert DeliveryEvent.objects.get().happened_at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_the_whole_message_id_names_a_letter_too():
    delivery = one()
    named = f"<{delivery_token(delivery.pk)}@example.org>"
    assert call(event(delivery) | {"delivery": named}).status_code == 200


def test_the_answer_is_kept_nowhere_and_sets_no_cookie():
    response = call(event(one()))
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_without_a_key_there_is_no_such_page(settings):
    settings.NEWSLETTER_WEBHOOK_KEY = ""
    assert call(event(one()), key="").status_code == 404


def test_looking_does_nothing(client):
    assert client.get("/newsletter/events/").status_code == 405


@pytest.mark.parametrize("wrong", [{"key": "x" * 40}, {"headers": {"X-Newsletter-Signature": "é"}}])
def test_who_does_not_know_the_key_is_not_heard(wrong):
    assert call(event(one()), **wrong).status_code == 401
    assert fates() == {"ACCEPTED": 1}


@pytest.mark.parametrize("stamp", ["", "now", "1e9", "-1", "9" * 400, "١٧٦٤"])
def test_a_call_without_a_moment_is_not_heard(stamp):
    assert call(event(one()), headers={"X-Newsletter-Timestamp": stamp}).status_code == 401


@pytest.mark.parametrize("off", [-301, 302])
def test_an_old_call_is_not_heard(off):
    assert call(event(one()), at=time.time() + off).status_code == 401


def test_a_call_that_was_taken_is_not_taken_again():
    delivery, now = one(), time.time()
    assert call(event(delivery), at=now).status_code == 200
    assert call(event(delivery), at=now).status_code == 409
    assert DeliveryEvent.objects.count() == 1


def test_the_same_news_in_another_call_is_no_news():
    delivery = one()
    call(event(delivery))
    assert call(event(delivery), at=time.time() - 5).json() == {"news": 0}


def test_one_event_that_is_wrong_refuses_all_and_the_call_may_be_mended():
    first, second = sent(2).deliveries.all()
    response = call(event(first), event(second) | {"delivery": "7.0123456789abcdef"})
    assert (response.status_code, response.json()["error"]) == (422, "Event 2: its delivery is none of ours.")
    assert fates() == {"ACCEPTED": 2}
    assert not Seen.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "opened"},
        {"id": ""},
        {"id": "x" * 201},
        {"id": 7},
        {"at": "2026-01-02T03:04:05"},
        {"at": "2999-01-02T03:04:05Z"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "2026-02-30T00:00:00Z"},
        {"delivery": "9" * 5000},
        {"delivery": "²." + "0" * 16},
        {"address": "reader@example.org"},
    ],
)
def test_what_makes_no_sense_is_refused_by_its_place(change):
    response = call(event(one()) | change)
    assert response.status_code == 422
    assert response.json()["error"].startswith("Event 1: ")


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 60000, b'{"events": [{"id": "\\ud800"}]}'])
def test_what_is_no_json_is_refused(body):
    assert call(body=body).status_code == 400


@pytest.mark.parametrize("body", [b"[]", b"{}", b"7", b'{"events": []}', b'{"events": {}}', b'{"events": [7]}'])
def test_what_holds_no_events_is_refused(body):
    assert call(body=body).status_code == 422


def test_other_kinds_of_bodies_and_large_ones_are_refused():
    assert call(event(one()), content_type="text/plain").status_code == 415
    assert call(body=b" " * 65537).status_code == 413
    assert call(body=json.dumps({"events": [{}] * 501}).encode()).status_code == 422


def test_a_letter_that_is_gone_is_said_to_be():
    delivery = one()
    gone = event(delivery)
    delivery.delete()
    assert call(gone).status_code == 422


def test_calls_are_forgotten_when_they_can_no_longer_be_repeated():
    call(event(one(Fate.ACCEPTED)))
    forget_old()
    assert Seen.objects.count() == 1
    Seen.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    forget_old()
    assert not Seen.objects.exists()
