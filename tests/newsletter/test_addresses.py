"""One mailbox, one key."""

from __future__ import annotations

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.addresses import LONGEST, NotAnAddress, parse

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


@given(
    locals_, st.sampled_from(["bücher.example", "пример.испытание", "παράδειγμα.δοκιμή", "例え.テスト", "fuß.example"])
)
def test_a_domain_in_its_own_script_and_as_the_net_writes_it_are_one(local, domain):
    net = idna.encode(domain, uts46=True).decode()
    keys = {parse(f"{local}@{spelt}").key for spelt in (domain, domain.upper(), net, net.upper())}
    assert keys == {f"{local.casefold()}@{net}"} or "ß" in domain  # whose capital is SS, another domain


@given(st.lists(st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), min_size=1, max_size=4), domains, st.booleans())
def test_dots_and_plus_are_kept_and_the_limit_counts_them_as_one(words, domain, is_tagged):
    typed = ".".join(words) + "+news" * is_tagged
    address = parse(f"{typed}@{domain}")
    assert address.local == typed
    assert address.mailbox == parse(f"{''.join(words)}@{domain}").mailbox


@given(st.integers(1, 70), st.integers(1, 70), st.integers(1, 5))
def test_an_address_is_never_longer_than_the_net_allows(local, label, labels):
    domain = ".".join(["d" * label] * labels + ["example"])
    typed = f"{'l' * local}@{domain}"
    is_legal = local <= 64 and label <= 63 and len(domain) <= 253 and len(typed) <= LONGEST
    assert ("@" in answer_to(typed) and len(answer_to(typed)) <= LONGEST) is is_legal


def answer_to(typed: str) -> str:
    try:
        return parse(typed).key
    except NotAnAddress as error:
        return str(error)


@given(st.text(max_size=300))
def test_anything_typed_is_an_address_or_gets_a_sentence(typed):
    answer = answer_to(typed)
    assert answer.endswith(".") or ("@" in answer and answer.isascii())


HOSTILE = st.text(st.sampled_from('a@.+"\\<>(),;: \0\r\n\t\u200b\u202e\ufeff＠．ａß\ud800é[1]%=-_xn'), max_size=80)
IN_PLACE = st.builds(
    lambda *parts: "".join(parts), HOSTILE, st.just("@"), HOSTILE, st.sampled_from(["", ".org", ".示例"])
)


@given(HOSTILE | IN_PLACE)
def test_hostile_text_never_raises_anything_else_nor_gets_through_as_a_command(typed):
    answer = answer_to(typed)
    assert answer.isprintable()
    assert answer.endswith(".") or (answer.isascii() and not set(answer) & set('<>(),;: "\\\r\n\0'))


@given(locals_, domains, st.sampled_from(["\r\nBcc: x@example.org", "\0", ",x@example.org", ">", " x", "\u202e"]))
def test_nothing_can_be_hung_on_to_an_address(local, domain, more):
    assert answer_to(f"{local}@{domain}{more}").endswith(".")


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
