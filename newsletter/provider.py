"""What a provider tells by way of django-anymail, where that is installed and configured."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import import_string

from newsletter.events import NoSuchDelivery, tell
from newsletter.tokens import DeadLink, read_delivery_token

log = logging.getLogger(__name__)

# Opened and clicked are none of our business: nobody is watched.
KINDS = {
    "delivered": "delivered",
    "deferred": "deferred",
    "bounced": "bounced",
    "rejected": "bounced",
    "complained": "complained",
    "unsubscribed": "left",
}
STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")  # RFC 3463 §2
# A provider's reason as a status, where the mail server gave none.
AS_STATUS = {"invalid": "5.1.3", "timed_out": "4.4.7", "blocked": "5.7.1", "spam": "5.7.1", "unsubscribed": "5.7.1"}


def listen() -> None:
    if apps.is_installed("anymail"):
        import_string("anymail.signals.tracking").connect(receive, dispatch_uid="newsletter.provider")


def receive(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """One event, as anymail has normalised it. What is not about a letter of ours is left alone."""
    kind = KINDS.get(event.event_type)
    token = str((event.metadata or {}).get("delivery", ""))
    if kind is None or not token:
        return
    detail = _detail(event)
    kind = "deferred" if kind == "bounced" and detail.startswith("4.") else kind
    try:
        tell(
            read_delivery_token(token), kind, source="anymail", token=_known_by(event), detail=detail, at=_moment(event)
        )
    except (DeadLink, NoSuchDelivery):
        log.warning("%s told of a letter that is none of ours", esp_name)


def _detail(event: Any) -> str:
    """The status code, and the provider's reason."""
    found = STATUS.search(event.mta_response or "") or STATUS.search(event.description or "")
    reason = str(event.reject_reason or "")
    return f"{found[0] if found else AS_STATUS.get(reason, '')} {reason}".strip()


def _known_by(event: Any) -> str:
    return str(event.event_id or f"{event.message_id} {event.timestamp}")


def _moment(event: Any) -> datetime:
    return event.timestamp if event.timestamp and timezone.is_aware(event.timestamp) else timezone.now()
