"""Letters by way of Django's mail backend: a folder on one's own machine, or a provider's interface."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from uuid import UUID

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from newsletter.courier import Courier, ReadyMessage
from newsletter.handover import Claimed
from newsletter.mailing import CARRIERS, mail_due
from newsletter.models.delivery import Fate
from newsletter.replies import SenderRefused, Trouble
from newsletter.tokens import delivery_token
from tests.newsletter.campaigns import fates, under_way

ONE = Claimed(7, 1, 1, "example.org", 0, "reader@example.org", UUID(int=1))
LETTER = (
    b"From: Site <news@example.org>\r\nTo: reader@example.org\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
    b"List-Id: <news.example.org>\r\nMessage-ID: <7.x@example.org>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello.\r\n'
    b"--b\r\nContent-Type: text/html\r\n\r\n<p>Hello.</p>\r\n--b--\r\n"
)


@pytest.fixture(autouse=True)
def _no_connection_is_kept():
    yield
    CARRIERS.clear()


@pytest.fixture
def raising(monkeypatch):
    def fail_with(error: Exception, *, name: str = "send_messages") -> None:
        def fail(*args):
            raise error

        monkeypatch.setattr(EmailBackend, name, fail)

    return fail_with


class Refusal(Exception):
    """As a provider's library raises it."""

    def __init__(self, status_code: int) -> None:
        self.status_code = status_code


def hand_over():
    return Courier().hand_over(ONE, "bounces@example.org", LETTER)


def test_the_backend_gets_the_letter_as_it_was_frozen():
    assert hand_over().fate == Fate.ACCEPTED
    assert mail.outbox[0].message().as_bytes() == LETTER


def test_a_provider_gets_its_parts():
    message = ReadyMessage(LETTER, sender="bounces@example.org", delivery=7)
    assert (message.subject, message.to, message.body.strip()) == ("Grüße", ["reader@example.org"], "Hello.")
    assert message.alternatives[0][0].strip() == "<p>Hello.</p>"
    assert message.extra_headers == {"List-Id": "<news.example.org>", "Message-ID": "<7.x@example.org>"}
    assert (message.envelope_sender, message.metadata) == ("bounces@example.org", {"delivery": delivery_token(7)})


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (SMTPRecipientsRefused({"reader@example.org": (550, b"5.1.1 no")}), Fate.FAILED),
        (SMTPRecipientsRefused({"reader@example.org": (450, b"later")}), Fate.DEFERRED),
        (Refusal(400), Fate.FAILED),
        (Refusal(429), Fate.DEFERRED),
        (Refusal(502), Fate.IN_DOUBT),
        (TimeoutError(), Fate.IN_DOUBT),
        (SMTPServerDisconnected(), Fate.IN_DOUBT),
    ],
)
def test_what_a_backend_raises_is_an_outcome(raising, error, fate):
    raising(error)
    assert hand_over().fate == fate


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_needs_a_person(raising, status):
    raising(Refusal(status))
    with pytest.raises(SenderRefused):
        hand_over()


@pytest.mark.parametrize("name", ["open", "send_messages"])
def test_a_provider_that_cannot_be_reached_is_trouble(raising, name):
    raising(ConnectionRefusedError(), name=name)
    with pytest.raises(Trouble):
        hand_over()


@pytest.mark.django_db
def test_on_ones_own_machine_a_campaign_lies_in_a_folder(site, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "kratominfo.mailbox.Mailbox", tmp_path
    under_way(3)
    mail_due()
    assert fates() == {"ACCEPTED": 3}
    assert len([path for path in tmp_path.glob("*.eml") if b"Good morning." in path.read_bytes()]) == 3
