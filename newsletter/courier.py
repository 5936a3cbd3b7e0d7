"""Letters by way of Django's mail backend, whatever it is: a folder on one's own machine, a provider's interface."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from newsletter.handover import Claimed, Outcome, deferred
from newsletter.models.delivery import Fate
from newsletter.replies import SenderRefused, Trouble, refused
from newsletter.tokens import delivery_token

MADE_ANEW = {"from", "to", "subject", "reply-to", "mime-version", "content-type", "content-transfer-encoding"}
BUSY = 429  # RFC 6585 §4


class ReadyMessage(EmailMultiAlternatives):
    """A letter as it was frozen. Backends that ask for its parts get them, those that ask for the whole get that."""

    def __init__(self, written: bytes, *, sender: str, delivery: int) -> None:
        self._whole: EmailMessage = message_from_bytes(written, policy=SMTP)
        text, html = self._whole.get_body(("plain",)), self._whole.get_body(("html",))
        super().__init__(
            subject=str(self._whole["Subject"]),
            body=text.get_content() if text else "",
            from_email=str(self._whole["From"]),
            to=[str(self._whole["To"])],
            reply_to=[str(reply) for reply in self._whole.get_all("Reply-To", [])],
            headers={name: str(value) for name, value in self._whole.items() if name.lower() not in MADE_ANEW},
        )
        if html:
            self.attach_alternative(html.get_content(), "text/html")
        self.envelope_sender = sender  # these two are read by django-anymail
        self.metadata = {"delivery": delivery_token(delivery)}

    def message(self, *, policy: Any = None) -> Any:
        return self._whole


class Courier:
    """Hands over as Postman does. A backend that raises anything but a clear refusal leaves the letter in doubt."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def hand_over(self, claimed: Claimed, sender: str, message: bytes) -> Outcome:
        ready = ReadyMessage(message, sender=sender, delivery=claimed.pk)
        backend = self._open()
        try:
            taken = backend.send_messages([ready])
        except Exception as error:  # each backend has its own
            self.close()
            return _told(claimed, error)
        return (
            Outcome(claimed, Fate.ACCEPTED) if taken else Outcome(claimed, Fate.FAILED, 0, "the backend took nothing")
        )

    def close(self) -> None:
        backend, self._backend = self._backend, None
        if backend:
            backend.close()

    quit = close

    def _open(self) -> BaseEmailBackend:
        if self._backend is None:
            backend = get_connection()
            try:
                backend.open()
            except Exception as error:  # nothing was handed over, whatever it is
                raise Trouble(type(error).__name__) from error
            self._backend = backend
        return self._backend


def _told(claimed: Claimed, error: Exception) -> Outcome:
    """An error as an outcome: SMTP replies by code, a provider's HTTP status, and whatever else in doubt."""
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return refused(claimed, code, said)
    if isinstance(error, SMTPResponseException):
        return refused(claimed, error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b"")
    if isinstance(error, ConnectionRefusedError):
        raise Trouble(type(error).__name__) from error
    return _by_status(claimed, getattr(error, "status_code", None) or 0, type(error).__name__)


def _by_status(claimed: Claimed, status: int, name: str) -> Outcome:
    if status in (401, 403):
        raise SenderRefused(f"The provider refuses our key ({status}).")
    if status == BUSY:
        return deferred(claimed, code=0, reason=f"HTTP {status}")
    if 400 <= status < 500:
        return Outcome(claimed, Fate.FAILED, 0, f"HTTP {status}")
    return Outcome(claimed, Fate.IN_DOUBT, 0, f"the backend failed: {f'HTTP {status}' if status else name}")
