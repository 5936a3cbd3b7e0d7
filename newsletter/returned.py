"""What a mail that came back says: reports of delivery (RFC 3464) and of complaints (RFC 5965)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.utils import timezone

from newsletter.events import Telling
from newsletter.tokens import DeadLink, read_delivery_token

TOKEN = re.compile(r"[1-9][0-9]{0,17}\.[0-9a-f]{16}")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\d)")  # RFC 3463 §2
ACTIONS = {"failed": "bounced", "delayed": "deferred", "delivered": "delivered"}  # RFC 3464 §2.3.3
UNTOLD = {"relayed", "expanded"}  # it is on its way, and nobody will say more
GRIEFS = {"abuse": "complained", "fraud": "complained", "opt-out": "left"}  # RFC 5965 §7.3
WORST_FIRST = ["bounced", "deferred", "delivered"]
ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


class Unknown(Exception):
    """This is no report, or none about a letter of ours: a person may look."""


def read(written: bytes) -> list[Telling]:
    """What it tells, perhaps nothing. Raises Unknown."""
    message = message_from_bytes(written)
    if is_automatic(message):
        return []
    kind, status = _grief(message) or _fate(message)
    delivery = _delivery(message)
    if not kind:
        return []
    token = hashlib.sha256(written).hexdigest()
    return [Telling(delivery, kind, "mailbox", token, status, _moment(message))]


def is_automatic(message: Message) -> bool:
    """Somebody's “I am away” (RFC 3834 §5): nothing came back."""
    return _text(message, "Auto-Submitted").startswith("auto-replied") and not _parts(
        message, "message/delivery-status"
    )


def _grief(message: Message) -> tuple[str, str] | None:
    """Of a complaint: what it comes to."""
    for part in _parts(message, "message/feedback-report"):
        fields = _blocks(part)
        griefs = [_text(block, "Feedback-Type") for block in fields if block["Feedback-Type"]]
        return (GRIEFS.get(griefs[0], ""), griefs[0]) if griefs else None
    return None


def _fate(message: Message) -> tuple[str, str]:
    """Of a report of delivery: the worst that it says of any recipient. Raises Unknown."""
    told: dict[str, str] = {}
    for part in _parts(message, "message/delivery-status"):
        for block in _blocks(part):
            action = _text(block, "Action").partition(" ")[0]
            found = STATUS.search(_text(block, "Status"))
            if action in ACTIONS or action in UNTOLD:
                told.setdefault(ACTIONS.get(action, ""), found[0] if found else "")
    if not told:
        raise Unknown
    kind = next((kind for kind in WORST_FIRST if kind in told), "")
    if kind == "bounced" and told[kind].startswith("4."):  # given up after days: the mailbox may be a good one
        return kind, f"5.4.7 {told[kind]}"
    return kind, told[kind]


def _delivery(message: Message) -> int:
    """Ours, by the Message-ID of what was sent back, else by the address it came back to. Raises Unknown."""
    for candidate in (*_identifiers(message), *_addressed(message)):
        for token in TOKEN.findall(candidate.lower()):
            try:
                return read_delivery_token(token)
            except DeadLink:
                continue
    raise Unknown


def _identifiers(message: Message) -> Iterator[str]:
    """Message-IDs in the headers of the letter as it was sent back, whole or its headers alone (RFC 3462 §2)."""
    for part in _parts(message, "message/rfc822"):
        yield from (_text(inner, "Message-ID") for inner in _blocks(part))
    for part in _parts(message, "text/rfc822-headers"):
        body = part.get_payload(decode=True)
        yield _text(message_from_bytes(body if isinstance(body, bytes) else b""), "Message-ID")


def _addressed(message: Message) -> Iterator[str]:
    """What stands between our address and its "@" (VERP)."""
    local, _, domain = settings.NEWSLETTER_BOUNCE_ADDRESS.lower().rpartition("@")
    if local:
        ours = re.compile(rf"(?<![\w.+-]){re.escape(local)}\+([\w.]+)@{re.escape(domain)}(?![\w.-])")
        for name in ENVELOPE:
            for value in message.get_all(name, []):
                yield from ours.findall(str(value).lower())


def _parts(message: Message, kind: str) -> list[Message]:
    """Outside what was sent back: a letter could hold a report of its own."""
    if message.get_content_type() == kind:
        return [message]
    if not message.is_multipart() or message.get_content_maintype() == "message":
        return []
    return [found for part in message.get_payload() for found in _parts(part, kind)]


def _blocks(part: Message) -> list[Message]:
    """Groups of fields; the standard library makes them of some kinds, others are still text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return payload
    return [
        message_from_bytes(group.encode("utf-8", "replace")) for group in re.split(r"\r?\n\r?\n", str(payload).strip())
    ]


def _text(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split()).lower()


def _moment(message: Message) -> datetime:
    """When it was reported, if that can be: not in the future, and not before there was a newsletter."""
    now = timezone.now()
    try:
        said = parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        return now
    return said if said.tzinfo and said.year > 2000 and said <= now else now
