"""Mailboxes that are made to be thrown away are known by their domain; real ones are left in peace."""

from __future__ import annotations

import pytest

from newsletter.addresses import parse
from newsletter.disposable import is_disposable

REAL = "gmail.com mail.com gmx.de email.com proton.me pm.me duck.com mozmail.com privaterelay.appleid.com posteo.de"


@pytest.mark.parametrize("domain", ["mailinator.com", "yopmail.com", "inbox.of.mailinator.com", "MAILINATOR.com"])
def test_a_listed_domain_and_what_stands_below_it(domain):
    assert is_disposable(domain)


@pytest.mark.parametrize("domain", [*REAL.split(), "amailinator.example", "mailinator.com.example.org", "com", ""])
def test_other_domains_are_not_marked(domain):
    assert not is_disposable(domain)


def test_it_is_asked_with_the_domain_of_an_address():
    assert is_disposable(parse("somebody@Yopmail.COM").domain)
