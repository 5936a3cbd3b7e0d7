"""The mailbox that letters come back to, read by IMAP."""

from __future__ import annotations

import logging
from threading import Event

import pytest
from django.db import OperationalError

from newsletter import bouncebox
from newsletter.bouncebox import STRANGE, read_due
from newsletter.models import DeliveryEvent, Subscriber, Suppression
from newsletter.models.delivery import Fate
from newsletter.returned import Unknown, read
from newsletter.tokens import delivery_token
from tests.newsletter.campaigns import fates
from tests.newsletter.imap import imap_server
from tests.newsletter.returns import AWAY, FOREIGN, came_back_to, complaint, filled, report
from tests.newsletter.told import one, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings):
    settings.NEWSLETTER_BOUNCE_ADDRESS = "bounces@example.org"
    with imap_server() as box:
        settings.NEWSLETTER_BOUNCE_IMAP = box.address
        yield box


def token(fate: Fate = Fate.ACCEPTED) -> str:
    return delivery_token(one(fate).pk)


def test_a_letter_that_came_back_is_known_by_its_message_id(box):
    box.add(report(token()))
    read_due()
    assert fates() == {"BOUNCED": 1}
    assert DeliveryEvent.objects.get().detail == "5.1.1"
    assert box.flags() == [{"\\Seen"}]


def test_the_server_is_told_who_we_are_and_which_folder(box):
    read_due()
    assert 'LOGIN bounces@example.org "p/w"' in box.commands
    assert 'SELECT "Came back"' in box.commands


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_the_letter_may_be_sent_back_whole_or_by_its_headers(box, kind):
    named = token()
    box.add(report(named, kind=kind), complaint(named, kind=kind))
    read_due()
    assert box.flags() == [{"\\Seen"}] * 2


@pytest.mark.parametrize("field", ["To", "Delivered-To", "X-Original-To"])
def test_without_its_headers_it_is_known_by_the_address_it_came_back_to(box, field):
    delivery = one()
    back = report(FOREIGN).replace(b"To:", f"{field}: {came_back_to(delivery.pk).upper()}\nX:".encode(), 1)
    box.add(back)
    read_due()
    assert fates() == {"BOUNCED": 1}


@pytest.mark.parametrize(
    ("action", "status", "becomes", "is_mailable"),
    [
        ("failed", "5.1.1", "BOUNCED", False),
        ("Failed", "5.2.2", "BOUNCED", True),
        ("failed (for good)", "4.4.7", "BOUNCED", True),
        ("delayed", "4.4.1", "ACCEPTED", True),
        ("delivered", "2.1.5", "DELIVERED", True),
        ("relayed", "2.0.0", "ACCEPTED", True),
    ],
)
def test_what_the_report_says_becomes_of_the_letter(box, action, status, becomes, is_mailable):
    box.add(report(token(), action=action, status=status))
    read_due()
    assert fates() == {becomes: 1}
    assert Subscriber.objects.mailable().exists() == is_mailable
    assert box.flags() == [{"\\Seen"}]


def test_of_several_recipients_behind_one_address_the_worst_counts(box):
    more = "\nFinal-Recipient: rfc822; other@example.org\nAction: failed\nStatus: 5.1.1\n"
    box.add(report(token(), action="delivered", status="2.1.5", more=more))
    read_due()
    assert fates() == {"BOUNCED": 1}


@pytest.mark.parametrize(("grief", "reason"), [("abuse", "complained"), ("fraud", "complained"), ("opt-out", "left")])
def test_a_complaint_is_heard_at_once(box, grief, reason):
    box.add(complaint(token(), grief=grief))
    read_due()
    assert Suppression.objects.get().reason == reason


def test_who_says_that_it_is_no_spam_complains_of_nothing(box):
    box.add(complaint(token(), grief="not-spam"))
    read_due()
    assert fates() == {"ACCEPTED": 1}
    assert box.flags() == [{"\\Seen"}]


def test_who_is_away_gets_the_next_letter_too(box):
    delivery = one()
    box.add(filled(AWAY, "", to=came_back_to(delivery.pk)))
    read_due()
    assert fates() == {"ACCEPTED": 1}
    assert box.flags() == [{"\\Seen"}]


@pytest.mark.parametrize(
    "strange",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Hello\n\nWhat a fine letter.\n",
        b"Content-Type: multipart/report\n\nno parts",
        b"Content-Type: message/delivery-status\n\n\n\n\n",
        b'Content-Type: multipart/mixed; boundary="a"\n\n' + b"--a\nContent-Type: multipart/mixed\n\n" * 300,
        report(FOREIGN),
        report("9" * 400 + ".0123456789abcdef"),
        complaint(FOREIGN),
    ],
)
def test_what_is_not_understood_is_left_to_a_person_and_not_tried_again(box, strange):
    one()
    box.add(strange)
    read_due()
    assert fates() == {"ACCEPTED": 1}
    assert box.flags() == [{STRANGE}]
    box.commands.clear()
    read_due()
    assert not [command for command in box.commands if "FETCH" in command]


def test_a_letter_cannot_hold_a_report_of_its_own():
    inner = report(delivery_token(one().pk), action="failed").decode()
    forged = report(FOREIGN, action="delayed", status="4.4.1", body="").decode()
    with pytest.raises(Unknown):
        read(
            forged.replace("Message-ID: ", "X: ").replace("\n\n--=_b--", f"\n\n{inner.replace('=_b', '=_c')}").encode()
        )


def test_a_letter_that_nobody_knows_any_more_is_left_to_a_person(box):
    delivery = one()
    box.add(report(delivery_token(delivery.pk)))
    delivery.delete()
    read_due()
    assert box.flags() == [{STRANGE}]


def test_reading_it_again_changes_nothing(box):
    box.add(report(token()))
    read_due()
    box.flags()[0].clear()
    read_due()
    assert DeliveryEvent.objects.count() == 1
    assert box.flags() == [{"\\Seen"}]


def test_nothing_is_marked_as_read_before_it_is_written_down(box, monkeypatch):
    def fail(tellings):
        raise OperationalError("the database is away")

    monkeypatch.setattr(bouncebox, "tell_all", fail)
    box.add(report(token()))
    with pytest.raises(OperationalError):
        read_due()
    assert box.flags() == [set()]


def test_a_server_that_keeps_no_marks_of_ours_is_read_all_the_same(box):
    box.refuses = {"STORE"}
    box.add(b"strange")
    read_due()
    assert any("STORE" in command for command in box.commands)


@pytest.mark.parametrize("name", ["LOGIN", "SELECT", "SEARCH", "FETCH"])
@pytest.mark.parametrize("how", ["refuses", "falls_silent"])
def test_trouble_with_the_server_is_logged_without_its_name(box, caplog, name, how):
    box.add(report(token()))
    setattr(box, how, {name} if how == "refuses" else name)
    with caplog.at_level(logging.DEBUG):
        read_due()
    assert "the bounce mailbox cannot be read" in caplog.text
    assert "bounces" not in caplog.text
    assert fates() == {"ACCEPTED": 1}


def test_no_address_and_no_token_of_a_letter_is_logged(box, caplog):
    named = token()
    box.add(report(named), b"From: reader0@example.org\n\nHello.\n")
    with caplog.at_level(logging.DEBUG):
        read_due()
    assert "1 understood, 1 left to a person" in caplog.text
    assert "reader0" not in caplog.text
    assert named not in caplog.text


def test_the_mail_in_hand_is_finished_and_the_next_one_waits(box):
    stop = Event()
    box.add(*(report(delivery_token(row.pk)) for row in sent(2).deliveries.all()))
    stop.set()
    read_due(stop)
    assert box.flags() == [set(), set()]


def test_without_a_mailbox_nothing_is_read(settings):
    settings.NEWSLETTER_BOUNCE_IMAP = ""
    read_due()


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(settings, box, caplog):
    settings.NEWSLETTER_BOUNCE_IMAP = box.address.replace("imap://", "imaps://")
    read_due()
    assert "SSL" in caplog.text
    assert not [command for command in box.commands if "LOGIN" in command]


def test_a_very_long_mail_is_read_as_far_as_it_matters(box):
    box.add(report(token(), body="x" * 70 + "\n" * 400_000))
    read_due()
    assert fates() == {"BOUNCED": 1}
