"""Limits: whoever asks from elsewhere, or too often, presses one more button or has to wait."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.utils import timezone

from newsletter import throttle
from newsletter.models import Ask
from newsletter.throttle import Limit
from tests.newsletter.conftest import STATES, in_state, join

ADDRESS = {"email": "reader@example.org", "website": "", "page": "", "revision": "", "wording": "1"}


def fields(response) -> dict[str, str]:
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', response.text.partition("<main")[2]))


def test_a_browser_that_does_not_say_where_it_comes_from_presses_a_button(client, site):
    response = client.post("/newsletter/", ADDRESS)
    assert "One more press" in response.text
    assert not Ask.objects.exists()
    assert "Check your mail" in client.post("/newsletter/", fields(response)).text
    assert Ask.objects.get().wording == 1


def test_the_button_is_good_for_one_address_for_an_hour(client, site):
    posted = fields(client.post("/newsletter/", ADDRESS))
    assert "One more press" in client.post("/newsletter/", {**posted, "email": "other@example.org"}).text
    with time_machine.travel(timezone.now() + throttle.PRESS_LIFE * 1.1):
        assert "One more press" in client.post("/newsletter/", posted).text
    assert not Ask.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "http://localhost:8000"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_only_our_own_pages_are_believed(client, site, headers, status):
    assert client.post("/newsletter/", ADDRESS, headers=headers).status_code == status
    assert Ask.objects.exists() is (status == 200)


def test_a_network_that_asks_often_presses_a_button_and_then_waits(client, site, monkeypatch):
    monkeypatch.setattr(throttle, "NETWORK", Limit(near=1, full=2))
    join(client, "first@example.org")
    response = join(client, "second@example.org")
    assert "One more press" in response.text
    join(client, "second@example.org", **{"press": fields(response)["press"]})
    response = join(client, "third@example.org")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert Ask.objects.count() == 2


def test_an_hour_later_the_network_is_welcome_again(client, site, monkeypatch):
    monkeypatch.setattr(throttle, "NETWORK", Limit(near=1, full=1))
    join(client, "first@example.org")
    with time_machine.travel(timezone.now() + throttle.WINDOW * 1.1):
        assert "Check your mail" in join(client, "second@example.org").text


def test_too_many_from_everywhere_stop_everybody(client, site, asking, monkeypatch):
    monkeypatch.setattr(throttle, "EVERYBODY", Limit(near=1, full=1))
    asking("elsewhere@example.org")
    assert join(client, "reader@example.org").status_code == 503


def test_the_button_depends_on_the_request_and_never_on_the_address(client, site, monkeypatch):
    monkeypatch.setattr(throttle, "NETWORK", Limit(near=0, full=50))
    answers = set()
    for state in STATES:
        in_state(state, f"{state}@example.org")
        answers.add(re.sub(rf"{state}@example|press\" value=\"[^\"]+", "", join(client, f"{state}@example.org").text))
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.200", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("2001:db8:1::1", "2001:db8:1:ffff::2", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("", "odd", True),
    ],
)
def test_neighbours_count_as_one_network(rf, one, other, same):
    hashes = [throttle.network_of(rf.get("/", REMOTE_ADDR=address)) for address in (one, other)]
    assert (hashes[0] == hashes[1]) is same
