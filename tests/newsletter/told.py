"""Letters that were sent, and ways to tell what became of them."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from django.test import Client
from django.utils import timezone

from newsletter.models import Campaign, Delivery
from newsletter.models.delivery import Fate
from newsletter.tokens import delivery_token
from tests.newsletter.campaigns import under_way

KEY = "k" * 40


def sent(many: int, fate: Fate = Fate.ACCEPTED, **more: object) -> Campaign:
    """A campaign of which all letters went out and became this."""
    campaign = under_way(many, **more)
    now = timezone.now()
    campaign.deliveries.update(fate=fate, handed_at=now, settled_at=now, tries=1)
    return campaign


def one(fate: Fate = Fate.ACCEPTED) -> Delivery:
    return sent(1, fate).deliveries.get()


def event(delivery: Delivery, kind: str = "bounced", **more: object) -> dict[str, object]:
    return {"delivery": delivery_token(delivery.pk), "kind": kind, "id": "a1", **more}


def call(*events: object, body: bytes | None = None, key: str = KEY, at: float | None = None, **more: object):
    """What a mail server posts; `body` instead of the events."""
    body = json.dumps({"events": events}).encode() if body is None else body
    stamp = str(int(time.time() if at is None else at))
    seal = hmac.new(key.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-Newsletter-Timestamp": stamp, "X-Newsletter-Signature": seal} | more.pop("headers", {})
    options = {"content_type": "application/json", "headers": headers} | more
    return Client(enforce_csrf_checks=True).post("/newsletter/events/", data=body, **options)
