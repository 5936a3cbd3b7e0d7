"""Mail on one's own machine: a file for each message, and its link in the terminal."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

LINK = re.compile(r"https?://[^\s<>\"]+")


class Mailbox(BaseEmailBackend):
    """Puts messages into settings.MAIL_DIR instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            path = keep(message)
            link = LINK.search(str(message.body))
            print(f"Mail in {path}{': ' + link[0] if link else ''}", flush=True)
        return len(email_messages)


def keep(message: EmailMessage) -> Path:
    """Write aside, then rename: whoever watches the folder never reads half a message."""
    settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
    path: Path = settings.MAIL_DIR / f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(2)}.eml"
    aside = path.with_suffix(".part")
    aside.write_bytes(message.message().as_bytes())
    return aside.rename(path)
