"""One mailbox, one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.addresses import NotAnAddress, parse

locals_ = st.from_regex(r"[a-z0-9!#$%&'*/=?^_`{|}~+-]{1,20}(\.[a-z0-9+_-]{1,20}){0,2}", fullmatch=True)
domains = st.sampled_from(["example.org", "mail.example.org", "bücher.example.org", "straße.example.org"])
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(locals_, domains)
def test_reading_an_address_again_changes_nothing(local, domain):
    once = parse(f"{local}@{domain}")
    assert parse(str(once)) == once


@given(locals_, domains)
def test_capitals_and_full_width_letters_are_the_same_mailbox(local, domain):
    key = parse(f"{local}@{domain}").key
    assert parse(f" {local.upper()}@{domain.title()} ").key == key
    assert parse(f"{local}@{domain}".translate(WIDE)).key == key


@given(locals_, locals_)
def test_two_local_parts_are_two_mailboxes(one, other):
    same = one.casefold() == other.casefold()
    assert (parse(f"{one}@example.org").key == parse(f"{other}@example.org").key) is same


def answer_to(typed: str) -> str:
    try:
        return parse(typed).key
    except NotAnAddress as error:
        return str(error)


@given(st.text(max_size=300))
def test_anything_typed_is_an_address_or_gets_a_sentence(typed):
    answer = answer_to(typed)
    assert answer.endswith(".") or ("@" in answer and answer.isascii())


def test_a_domain_in_other_letters_is_the_one_in_the_domain_name_system():
    assert parse("reader@BÜCHER.example.org").key == "reader@xn--bcher-kva.example.org"


def test_dots_and_plus_make_another_mailbox_but_not_another_limit():
    plain, decorated = parse("jane@example.org"), parse("j.ane+news@example.org")
    assert plain.key != decorated.key
    assert plain.mailbox == decorated.mailbox


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please type"),
        ("reader.example.org", "lacks its “@”"),
        ("reader@example", "lacks its ending"),
        ("réader@example.org", "plain letters"),
        ("two words@example.org", "look at it once more"),
        ("x" * 65 + "@example.org", "look at it once more"),
    ],
)
def test_the_sentence_says_what_is_missing(typed, sentence):
    with pytest.raises(NotAnAddress, match=sentence):
        parse(typed)
