"""Header fields: any text comes back as it was, and none can begin a field of its own."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from hypothesis import example, given
from hypothesis import settings as few
from hypothesis import strategies as st

from newsletter.headers import field, mailbox, named, one_line, words
from tests.newsletter.letters import fields_of, read

ANY_TEXT = st.text(max_size=150).filter(one_line)
FOREIGN = ["a@b>\r\nBcc: c@d", "a b@c.example", "<a@b.example", "a@b.example,c@d.example", ""]


def parsed_back(name: str, value: str) -> str:
    line = field(name, value)
    assert fields_of(line + b"\r\n").keys() == {name}
    assert all(len(one) <= 78 for one in line.split(b"\r\n"))  # RFC 5322 §2.1.1
    return str(read(line + b"\r\n")[name])


def shown(name: str) -> str:
    """A phrase as a reader sees it (RFC 2047 §6.2; Python 3.11's newer parser puts spaces between encoded words)."""
    if name.startswith('"'):
        return re.sub(r"\\(.)", r"\1", name.strip()[1:-1])
    return str(make_header(decode_header(name.strip())))


@few(max_examples=60, deadline=None)
@given(ANY_TEXT)
@example("a" * 150)
@example("word " * 30)
@example("ä " * 75)
@example("\U0001f33f" * 80)
def test_any_subject_comes_back_as_it_was(text):
    assert parsed_back("Subject", words(text, after=len("Subject: "))) == one_line(text)


@few(max_examples=60, deadline=None)
@given(ANY_TEXT)
@example('Dr. "Ash" \\ Co')
@example("a" * 120)
@example("Käte & Söhne, " * 8)
def test_any_sender_comes_back_as_it_was(text):
    line = field("From", mailbox(text, "newsletter@a-rather-long-name-of-a-host.example"))
    assert fields_of(line + b"\r\n").keys() == {"From"}
    assert all(len(one) <= 78 for one in line.split(b"\r\n"))
    name, _, address = message_from_bytes(line + b"\r\n")["From"].rpartition("<")
    assert address == "newsletter@a-rather-long-name-of-a-host.example>"
    assert shown(name) == one_line(text)


@few(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_any_name_of_a_list_is_one_phrase(text):
    line = field("List-Id", f"{named(text, 'news.example.org')}")
    assert fields_of(line + b"\r\n")["List-Id"].endswith("<news.example.org>")


def test_text_that_turns_its_direction_does_not_get_in():
    assert one_line("\u202eevil\u2066 of\u2069 men\u200f") == "evil of men"


def test_scripts_and_signs_stay_as_they_are():
    assert one_line("می\u200cخواهم 👩\u200d🔬 Ångström") == "می\u200cخواهم 👩\u200d🔬 Ångström"


@pytest.mark.parametrize("address", FOREIGN)
def test_an_address_that_could_be_more_than_one_is_refused(address):
    with pytest.raises(ValueError, match="no address"):
        mailbox("us", address)
