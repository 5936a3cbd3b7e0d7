"""The mails themselves, as they arrive at a real mail server."""

from __future__ import annotations

import re
from email.message import EmailMessage

import pytest

from newsletter import emails
from newsletter.models import Subscriber
from newsletter.sending import send_due
from tests.newsletter.conftest import STATES, in_state
from tests.newsletter.postoffice import mail_server


@pytest.fixture
def post(settings):
    """A mail server, which Django sends through."""
    with mail_server() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        yield post


@pytest.fixture
def arrived(post, site, asking):
    """The mail that somebody in a state gets."""

    def arrive(state: str) -> EmailMessage:
        in_state(state, "reader@example.org")
        asking()
        send_due()
        return post.mails[-1]

    return arrive


def words(mail) -> str:
    return mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("state", STATES)
def test_every_mail_says_who_sends_it_and_from_where(arrived, state):
    mail = arrived(state)
    assert mail["From"] == "kratominfo <news@example.org>"
    assert mail["To"] == "reader@example.org"
    assert mail["Auto-Submitted"] == "auto-replied"
    for kind in ("plain", "html"):
        assert "1 Example Street" in mail.get_body((kind,)).get_content()


@pytest.mark.parametrize("state", STATES)
def test_text_and_html_hold_the_same_link_from_the_setting(arrived, settings, state):
    settings.SITE_URL = "https://kratominfo.example"
    mail = arrived(state)
    links = [set(re.findall(r"https://[\w.]+/newsletter/[^\s\"<]+", part.get_content())) for part in mail.iter_parts()]
    assert links[0] == links[1]
    assert len(links[0]) == 1


def test_a_subscriber_finds_the_way_out_in_the_header_and_it_works(arrived, client):
    mail = arrived("active")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].strip(" <>")
    assert link in words(mail)
    client.post(link.removeprefix("http://localhost:8000"), {"List-Unsubscribe": "One-Click"})
    assert Subscriber.objects.get().state == "left"


@pytest.mark.parametrize("state", ["new", "pending", "left", "erased"])
def test_who_is_no_subscriber_gets_no_way_out_to_press(arrived, state):
    assert arrived(state)["List-Unsubscribe"] is None


def test_the_link_in_the_mail_confirms(arrived, client):
    link = re.search(r"/newsletter/confirm/\S+", words(arrived("new")))[0]
    assert "Confirm" in client.get(link).text
    assert "You are subscribed" in client.post(link).text


def test_a_mail_sent_twice_is_known_as_one(site, asking):
    ask = asking()
    once, twice = (emails.confirmation(ask).message()["Message-ID"] for _ in range(2))
    assert once == twice


def test_what_the_owner_typed_is_text_in_html_and_in_text(site, asking):
    site.name, site.postal_address = "A & B", "<b>Street</b>"
    site.save()
    mail = emails.confirmation(asking())
    assert "A & B" in mail.body
    assert "<b>Street</b>" in mail.body
    assert "A &amp; B" in mail.alternatives[0].content
    assert "<b>Street</b>" not in mail.alternatives[0].content
