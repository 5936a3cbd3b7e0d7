"""Before a letter goes out: what DNS says of the sender's domain."""

from __future__ import annotations

import dns.exception
import dns.resolver
import pytest

from articles.outside import addresses_of, texts_of
from newsletter.preflight.records import upwards
from tests.newsletter.letters import write
from tests.newsletter.preflight import RECORDS, TEXT, names, said


@pytest.fixture(autouse=True)
def _set_up(settings, site, active):
    settings.NEWSLETTER_DKIM_SELECTORS = ["news"]


@pytest.fixture
def campaign(site):
    return write(TEXT)


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("example.org", [], ("warning", "SPF")),
        ("example.org", ["google-site-verification=x"], ("warning", "SPF")),
        ("example.org", ["v=spf1 mx -all", "v=spf1 a -all"], ("warning", "SPF")),
        ("example.org", ["v=spf1 -all"], ("warning", "SPF")),
        ("example.org", ["v=spf10 mx"], ("warning", "SPF")),
        ("example.org", None, ("note", "SPF")),
        ("news._domainkey.example.org", [], ("warning", "DKIM")),
        ("news._domainkey.example.org", ["v=DKIM1; p="], ("warning", "DKIM")),
        ("news._domainkey.example.org", None, ("note", "DKIM")),
        ("_dmarc.example.org", [], ("warning", "DMARC")),
        ("_dmarc.example.org", ["v=spf1 mx"], ("warning", "DMARC")),
        ("_dmarc.example.org", None, ("note", "DMARC")),
    ],
)
def test_a_record_that_is_missing_is_told_and_silence_is_no_verdict(campaign, name, texts, expected):
    assert names(campaign, records=RECORDS | {name: texts}) == {expected}


def test_a_record_may_stand_among_others(campaign):
    more = {"example.org": ["other=1", "V=SPF1 mx -all"], "_dmarc.example.org": ["x", "v=DMARC1;p=reject; aspf=r"]}
    assert names(campaign, records=RECORDS | more) == set()


def test_where_dns_is_silent_it_is_said_once_and_nothing_stops(campaign):
    assert names(campaign, records=None) == {("note", "DNS")}


def test_without_selectors_it_is_said_that_keys_were_not_looked_for(campaign, settings):
    settings.NEWSLETTER_DKIM_SELECTORS = []
    assert names(campaign) == {("note", "DKIM")}
    assert "NEWSLETTER_DKIM_SELECTORS" in said(campaign)


def test_the_policy_of_the_domain_above_counts(site):
    records = {"news.example.org": ["v=spf1 mx -all"], "news._domainkey.news.example.org": ["p=x"]}
    letter = write(TEXT, sender_email="us@news.example.org")
    assert names(letter, records=records | {"_dmarc.example.org": ["v=DMARC1; p=none"]}) == set()
    assert names(letter, records=records) == {("warning", "DMARC")}


def test_it_is_asked_no_further_up_than_two_labels():
    assert upwards("a.b.example.org") == ["a.b.example.org", "b.example.org", "example.org"]


@pytest.mark.parametrize(
    ("bounces", "policy", "expected"),
    [
        ("", "v=DMARC1; p=none; aspf=s", set()),
        ("bounces@example.org", "v=DMARC1; p=none; aspf=s", set()),
        ("bounces@mail.example.org", "v=DMARC1; p=none", set()),
        ("bounces@mail.example.org", "v=DMARC1; p=none; aspf=s", {("warning", "alignment")}),
        ("bounces@other.net", "v=DMARC1; p=none", {("warning", "alignment")}),
        ("bounces@badexample.org", "v=DMARC1; p=none", {("warning", "alignment")}),
    ],
)
def test_the_envelope_goes_with_the_sender(campaign, settings, bounces, policy, expected):
    settings.NEWSLETTER_BOUNCE_ADDRESS = bounces
    everywhere = {name: ["v=spf1 mx -all"] for name in ("mail.example.org", "other.net", "badexample.org")}
    assert names(campaign, records=RECORDS | everywhere | {"_dmarc.example.org": [policy]}) == expected


def test_a_sender_of_nowhere_is_told_once_and_not_looked_up(site):
    letter = write(TEXT, sender_email="news@localhost.localdomain")
    assert names(letter, records={}) == {("stop", "sender")}


@pytest.mark.parametrize(
    ("error", "texts"),
    [(dns.resolver.NXDOMAIN, []), (dns.resolver.NoAnswer, []), (dns.exception.Timeout, None), (OSError, None)],
)
def test_no_record_is_an_answer_and_silence_is_none(monkeypatch, error, texts):
    def resolve(*args, **kwargs):
        raise error.__new__(error)

    monkeypatch.setattr(dns.resolver, "resolve", resolve)
    assert texts_of("example.org") == texts
    with pytest.raises(OSError, match=r"no such host|DNS did not answer|^$"):
        addresses_of("example.org", 1)


def test_a_name_that_is_none_is_silence():
    assert texts_of("a" * 70 + ".org") is None
