"""What the standards ask of a letter, looked at twice: by Python's parser and by the grammar of each RFC."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from newsletter.composing import compose, freeze
from newsletter.headers import one_line
from newsletter.models import ConsentEvent
from newsletter.personal import Personal
from newsletter.tokens import read_delivery_token
from tests.newsletter.letters import claim_for, fields_of, read, write

ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
DOT_ATOM = rf"{ATOM}(?:\.{ATOM})*"
PHRASE = rf'(?:"(?:[^"\\]|\\.)*"|{ATOM})'
DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
GRAMMAR = {
    "Date": rf"{DAY}, \d\d {MONTH} \d{{4}} \d\d:\d\d:\d\d [+-]\d{{4}}",  # RFC 5322 §3.3
    "From": rf"(?:{PHRASE} )?<{DOT_ATOM}@{DOT_ATOM}>",  # RFC 5322 §3.6.2
    "To": rf"<{DOT_ATOM}@{DOT_ATOM}>",
    "Reply-To": rf"<{DOT_ATOM}@{DOT_ATOM}>",
    "Subject": r"[ -~]+",
    "Message-ID": rf"<{DOT_ATOM}@{DOT_ATOM}>",  # RFC 5322 §3.6.4
    "List-Id": rf"{PHRASE} <{DOT_ATOM}\.{DOT_ATOM}>",  # RFC 2919 §2
    "List-Unsubscribe": r"<https://[^\s<>,]+>",  # RFC 2369 §2, one HTTPS link as RFC 8058 §3.1 asks
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058 §3.1
    "List-Archive": r"<https://[^\s<>,]+>",
    "List-Post": "NO",  # RFC 2369 §3.4
    "Feedback-ID": r"[\w-]+:[\w-]+:[\w.-]{5,15}",
    "MIME-Version": r"1\.0",  # RFC 2045 §4
    "Content-Type": r'multipart/alternative; boundary="=_letter"',
}
HOSTILE = [
    "Free\r\nBcc: all@example.org",
    "a\nb",
    "\0null",
    "\u202eevil\u202c",
    "=?utf-8?q?=0d=0aBcc:?=",
    "\u2028x",
    "x\ud800",
]


@pytest.fixture
def public(settings):
    settings.SITE_URL = "https://www.kratominfo.example"


@pytest.fixture
def letter(site, public):
    return write("<p>Good morning.</p>", subject="November", reply_to="editors@example.org")


@pytest.fixture
def message(letter, active):
    """As the subscriber gets it."""
    freeze(letter)
    return Personal.of(letter).letter_for(claim_for(active, letter))


def test_each_field_is_written_as_its_standard_says(message):
    fields = fields_of(message)
    assert fields.keys() == GRAMMAR.keys()
    assert [name for name, value in fields.items() if not re.fullmatch(GRAMMAR[name], value)] == []


def test_pythons_parser_finds_no_defect(message):
    parsed = read(message)
    parts = list(parsed.walk())
    assert [part.get_content_type() for part in parts] == ["multipart/alternative", "text/plain", "text/html"]
    assert [defect for part in parts for defect in part.defects] == []
    assert [defect for value in parsed.values() for defect in value.defects] == []


def test_the_plain_part_comes_first_and_both_are_utf8_in_seven_bits(message):
    plain, html = list(read(message).walk())[1:]
    for part in (plain, html):
        assert part.get_content_charset() == "utf-8"
        assert part["Content-Transfer-Encoding"] == "quoted-printable"
    assert message.isascii()


def test_it_comes_from_us_goes_to_them_and_answers_go_where_the_campaign_says(message):
    fields = fields_of(message)
    assert fields["From"] == '"kratominfo" <news@example.org>'
    assert fields["To"] == "<active@example.org>"
    assert fields["Reply-To"] == "<editors@example.org>"


def test_its_moment_is_now(message):
    assert abs(parsedate_to_datetime(fields_of(message)["Date"]) - timezone.now()) < timedelta(minutes=1)


def test_its_number_is_the_same_at_every_try_and_names_the_delivery(letter, active):
    freeze(letter)
    claimed = claim_for(active, letter)
    first, second = (fields_of(Personal.of(letter).letter_for(claimed))["Message-ID"] for _ in "12")
    assert first == second
    token, _, host = first.strip("<>").partition("@")
    assert read_delivery_token(token) == claimed.pk
    assert host == "www.kratominfo.example"


def test_the_list_is_named_by_a_name_of_our_own_domain(message):
    assert fields_of(message)["List-Id"] == '"kratominfo" <news.www.kratominfo.example>'


def test_the_sender_in_the_envelope_is_the_sender(letter, active):
    freeze(letter)
    assert Personal.of(letter).sender_for(claim_for(active, letter)) == "news@example.org"


def test_bounces_come_back_with_the_number_of_the_letter(letter, active, settings):
    settings.NEWSLETTER_BOUNCE_ADDRESS = "bounces@example.org"
    freeze(letter)
    claimed = claim_for(active, letter)
    local, _, domain = Personal.of(letter).sender_for(claimed).partition("@")
    assert (domain, local.partition("+")[0]) == ("example.org", "bounces")
    assert read_delivery_token(local.partition("+")[2]) == claimed.pk
    assert len(local) <= 64  # RFC 5321 §4.5.3.1.1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (
            b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
        ),
    ],
)
def test_one_click_leaves_by_the_very_address_in_the_header(message, active, settings, body, kind):
    """RFC 8058 §3.2: a POST without cookie or login is answered by no redirect, and a second one changes nothing."""
    settings.SECURE_SSL_REDIRECT = True
    link = urlsplit(fields_of(message)["List-Unsubscribe"].strip("<>"))
    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(link.path, body, content_type=kind, secure=True)
        assert answer.status_code == 200
        assert not answer.cookies
    active.refresh_from_db()
    assert active.left_at
    left = ConsentEvent.objects.filter(subscriber=active, kind=ConsentEvent.Kind.LEFT)
    assert [event.mechanism for event in left] == [ConsentEvent.Mechanism.ONE_CLICK]


def test_opening_that_address_changes_nothing(message, active):
    link = urlsplit(fields_of(message)["List-Unsubscribe"].strip("<>"))
    assert Client().get(link.path).status_code == 200
    active.refresh_from_db()
    assert active.is_active


def test_the_address_in_the_header_stands_in_both_bodies(message):
    link = fields_of(message)["List-Unsubscribe"].strip("<>")
    assert all(link in part.get_content() for part in list(read(message).walk())[1:])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_ours_can_write_a_field(site, public, text):
    site.name = site.sender_name = text.replace("\0", "").replace("x\ud800", "")
    site.save()
    campaign = write(preheader="")
    campaign.subject = campaign.sender_name = campaign.preheader = text
    message = compose(campaign).sample()
    fields = fields_of(message)
    assert fields.keys() == GRAMMAR.keys() - {"Reply-To"}
    assert str(read(message)["Subject"]) == one_line(text)
    assert read(message)["From"].addresses[0].display_name == one_line(text)


@pytest.mark.parametrize("host", ["bücher.example", "xn--bcher-kva.example"])
def test_senders_of_any_script_are_written_so_that_every_server_reads_them(site, public, host):
    message = compose(write(sender_email=f"news@{host}", reply_to=f"us@{host}")).sample()
    assert read(message)["From"].addresses[0].addr_spec == "news@xn--bcher-kva.example"
    assert fields_of(message)["Reply-To"] == "<us@xn--bcher-kva.example>"
