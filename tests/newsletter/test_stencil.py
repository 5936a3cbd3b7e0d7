"""Filling in: a letter's holes, wherever they stand, get the recipient's words and nothing else changes."""

from __future__ import annotations

import email
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.stencil import HOLES, MARK, Stencil, bytes_of, inert

FEW = settings(max_examples=40, deadline=None)
HEAD = f"To: <{HOLES['address']}>\r\nDate: {HOLES['date']}\r\nMessage-ID: <{HOLES['id']}@a.example>\r\n".encode()
ORDINARY = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
TEXT = st.text(st.one_of(ORDINARY, st.sampled_from("\n =.ä")), max_size=300).map(inert)
IN_BODY = st.sampled_from([HOLES["leave"], HOLES["preferences"], HOLES["address"]])
WITH_HOLES = st.lists(st.one_of(TEXT, IN_BODY), max_size=8).map("".join)
LINK = st.text("abcXYZ019-_:=/.?&%~", max_size=150).map("https://a.example/".__add__)
ADDRESS = st.from_regex(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,60}\.example", fullmatch=True)


def filled(text: str, html: str, **words: str) -> bytes:
    usual = {"address": "a@b.example", "id": "1.ab", "date": "Sun, 22 Nov 2026 21:00:00 +0000"}
    usual |= {"leave": "https://a.example/l", "preferences": "https://a.example/p"}
    return Stencil(bytes_of(HEAD, text=text, html=html)).filled(usual | words)


def bodies(message: bytes) -> list[str]:
    parsed = email.message_from_bytes(message, policy=default)
    said = [parsed.get_body((kind,)).get_content() for kind in ("plain", "html")]
    return [body.replace("\r\n", "\n").rstrip("\n") for body in said]


def expected(text: str, **words: str) -> str:
    for name, value in words.items():
        text = text.replace(HOLES[name], value)
    return text.rstrip("\n")


@FEW
@given(text=WITH_HOLES, html=WITH_HOLES, address=ADDRESS, leave=LINK, preferences=LINK)
def test_both_bodies_say_what_was_written_with_the_recipients_own_words(text, html, address, leave, preferences):
    words = {"address": address, "leave": leave, "preferences": preferences}
    assert bodies(filled(text, html, **words)) == [expected(text, **words), expected(html, **words)]


@FEW
@given(text=WITH_HOLES, html=WITH_HOLES, address=ADDRESS, leave=LINK)
def test_what_goes_over_the_wire_is_seven_bits_in_short_lines(text, html, address, leave):
    message = filled(text, html, address=address, leave=leave)
    head, _, body = message.partition(b"\r\n\r\n")
    assert message.isascii()
    assert MARK.encode() not in message.replace(b"=\r\n", b"")  # no hole is left
    assert b"\0" not in message
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))  # RFC 5322 §2.1.1
    assert all(len(line) <= 76 for line in body.split(b"\r\n"))  # RFC 2045 §6.7
    assert message.endswith(b"\r\n")


@FEW
@given(text=WITH_HOLES)
def test_every_line_ends_with_both_its_characters(text):
    rest = filled(text, text).replace(b"\r\n", b"")
    assert b"\r" not in rest
    assert b"\n" not in rest


@FEW
@given(st.text(st.sampled_from("Q7HOLELEAVE "), max_size=60))
def test_what_somebody_wrote_is_never_a_hole(text):
    assert not any(hole in inert(text) for hole in HOLES.values())


def test_letters_of_one_campaign_differ_in_the_holes_alone():
    frozen = bytes_of(HEAD, text=f"Leave: {HOLES['leave']}", html="<p>Same</p>")
    first, second = (Stencil(frozen).filled(dict.fromkeys(HOLES, word)) for word in ("one", "two"))
    assert first != second
    assert first.replace(b"one", b"two") == second


def test_the_same_words_make_the_same_bytes():
    assert bytes_of(HEAD, text="a", html="b") == bytes_of(HEAD, text="a", html="b")


def test_a_word_that_is_not_ascii_is_refused():
    with pytest.raises(UnicodeEncodeError):
        filled("", "", address="ä@b.example")


@pytest.mark.parametrize("address", ["a@b.example>\r\nBcc: <c@d.example", "a@b.example\n", "a\0@b.example"])
def test_a_word_that_would_begin_a_field_is_refused(address):
    with pytest.raises(ValueError, match="field of its own"):
        filled("", "", address=address)
