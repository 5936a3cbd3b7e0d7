"""A slip in the domain of a big provider is asked about; a real domain that looks alike is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.addresses import parse
from newsletter.models import Ask, Subscriber
from newsletter.typos import BIG, suggested
from tests.newsletter.conftest import OURS, STATES, in_state

SLIPS = """
gmail.com gmial.com gamil.com gmai.com gmaill.com gmail.con gmail.co gmail.cm gmail.vom mgail.com
hotmail.com hotnail.com hotmial.com hotmail.con
yahoo.com yahoo.con yaho.com yahooo.com
yahoo.co.uk yahoo.co.k
outlook.com outlok.com outloook.com
icloud.com iclould.com
hotmail.fr hotmial.fr
protonmail.com protonmial.com
"""
ALIKE = """
mail.com gmx.de gmx.net ymail.com email.com hotmail.de hotmail.be hotmail.nl live.nl live.com proton.me pm.me me.com
mac.com aol.de aol.com web.de yahoo.dk yahoo.se yahoo.gr yahoo.com.br yahoo.co.jp rocketmail.com outlook.be outlook.dk
cloud.com fmail.com hmail.com vmail.com gmx.at gmx.ch mail.de mail.ru inbox.lv yandex.com yandex.ua posteo.net
protonmail.ch tutanota.de tuta.io fastmail.fm orange.be free.fr sfr.fr example.org xn--bcher-kva.example
gmail.example.org photon.me
"""


@pytest.mark.parametrize(
    ("meant", "typed"), [(line.split()[0], slip) for line in SLIPS.strip().splitlines() for slip in line.split()[1:]]
)
def test_a_slip_is_noticed(meant, typed):
    assert str(suggested(parse(f"R.eader+x@{typed}"))) == f"R.eader+x@{meant}"


@pytest.mark.parametrize("domain", [*ALIKE.split(), *BIG])
def test_a_real_domain_is_left_in_peace(domain):
    assert suggested(parse(f"reader@{domain}")) is None


@given(st.from_regex(r"[a-z0-9]{1,20}(-[a-z0-9]{1,9})?(\.[a-z]{2,9}){1,3}", fullmatch=True))
def test_what_is_suggested_is_a_big_provider_and_needs_no_suggestion(domain):
    meant = suggested(parse(f"reader@{domain}"))
    assert meant is None or (meant.domain in BIG and suggested(meant) is None)


def post(client, **fields: str):
    return client.post("/newsletter/", {"email": "reader@gmial.com", "page": "", **fields}, headers=OURS)


def choices(page: str) -> list[str]:
    return re.findall(r'<button [^>]*name="email" value="([^"]+)"', page)


def test_the_form_comes_back_once_with_both_to_choose_from(client, site):
    page = post(client, wording="1")
    assert (page.status_code, choices(page.text)) == (200, ["reader@gmail.com", "reader@gmial.com"])
    assert 'name="wording" value="1"' in page.text
    assert not Ask.objects.exists()


@pytest.mark.parametrize("chosen", ["reader@gmail.com", "reader@gmial.com"])
def test_either_is_taken_as_it_is_chosen(client, site, chosen):
    assert "Check your mail" in post(client, email=chosen, meant="1", wording="1").text
    ask = Ask.objects.get()
    assert (ask.subscriber.address, ask.wording) == (chosen, 1)


def test_it_depends_on_what_was_typed_and_never_on_who_is_known(client, site, django_assert_num_queries):
    pages = set()
    for state in STATES:
        for address in ("reader@gmial.com", "reader@gmail.com"):
            Subscriber.objects.filter(address=address).forget()
            in_state(state, address)
        with django_assert_num_queries(1):  # the settings of the site
            pages.add(post(client).content)
    assert len(pages) == 1


def test_a_machine_that_fills_in_every_field_is_asked_nothing(client, site):
    assert "Check your mail" in post(client, website="https://spam.example").text
