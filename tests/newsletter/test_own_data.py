"""Seeing, downloading and erasing what is held, behind one's own link or one that is mailed; in every state."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsletter.models import Ask, ConsentEvent, Label, Subscriber, Suppression
from newsletter.sending import send_due
from tests.newsletter.behind import link
from tests.newsletter.conftest import OURS, STATES, in_state

KNOWN = ["pending", "active", "left"]
ADDRESS = "reader@example.org"


def ask(client, address: str = ADDRESS, **more: str):
    return client.post("/newsletter/yours/", {"email": address, "website": "", **more}, headers=OURS)


@pytest.mark.parametrize("state", KNOWN)
def test_in_every_state_one_sees_and_downloads_the_same(client, site, state):
    person = in_state(state, ADDRESS)
    assert ADDRESS in client.get(link(person, "held/")).text
    answer = client.get(link(person, "held.json"))
    assert json.loads(answer.content)["state"] == state
    assert answer["Content-Disposition"].startswith('attachment; filename="newsletter-')
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("place", ["held/", "held.json", "erase/", "pause/", "address/", ""])
def test_none_of_it_is_kept_or_found_or_told(client, site, active, place):
    answer = client.get(link(active, place))
    assert ("no-store" in answer["Cache-Control"], answer["Referrer-Policy"]) == (True, "no-referrer")
    assert (answer["X-Robots-Tag"], len(answer.cookies)) == ("noindex", 0)


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("place", ["held/", "held.json", "erase/", "pause/", "address/"])
def test_looking_writes_nothing(client, site, active, place, method):
    with CaptureQueriesContext(connection) as asked:
        assert getattr(client, method)(link(active, place)).status_code == 200
    assert not [each for each in asked if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(asked) <= 14


def test_what_somebody_wrote_is_text(client, site, active):
    active.labels.add(Label.objects.create(name="<b>x</b>", slug="x"))
    assert "&lt;b&gt;x" in client.get(link(active, "held/")).text


@pytest.mark.parametrize("state", KNOWN)
def test_erasing_takes_everything_but_the_mark(client, site, state):
    person = in_state(state, ADDRESS)
    path = link(person, "erase/")
    assert "It cannot be undone" in client.get(path).text
    assert Subscriber.objects.exists()
    assert "Everything is erased" in client.post(path).text
    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert Suppression.objects.holds(ADDRESS)
    assert [client.get(path).status_code, client.post(path).status_code] == [410, 410]


def test_who_has_left_is_told_what_they_can_still_do(client, site):
    text = client.get(link(in_state("left", ADDRESS))).text
    assert "/held/" in text
    assert "/erase/" in text


def test_every_state_of_an_address_gets_the_same_answer_with_the_same_work(site):
    answers, work = set(), set()
    for state in STATES:
        in_state(state, f"{state}@example.org")
        with CaptureQueriesContext(connection) as queries:
            response = ask(Client(), f"{state}@example.org")
        headers = {name: value for name, value in response.headers.items() if name != "Expires"}
        answers.add((response.status_code, response.content, str(sorted(headers.items()))))
        work.add(tuple(query["sql"].split()[0] for query in queries))
    assert len(answers) == len(work) == 1


@pytest.mark.parametrize("state", STATES)
def test_the_mail_tells_it_to_the_owner_alone(client, site, mailoutbox, state):
    in_state(state, ADDRESS)
    ask(client)
    send_due()
    (mail,) = mailoutbox
    assert mail.to == [ADDRESS]
    path = mail.body.partition("/newsletter/preferences/")[2].partition("/")[0]
    if state in KNOWN:
        assert ADDRESS in client.get(f"/newsletter/preferences/{path}/held/").text
    else:
        assert ("Nobody is known" in mail.body, path) == (True, "")
        assert ("scrambled mark" in mail.body) is (state == "erased")


def test_asking_makes_nobody_known(client, site):
    ask(client, "stranger@example.org")
    assert not Subscriber.objects.exists()


def test_a_mailbox_gets_one_such_mail_a_day_and_one_to_join_besides(client, site, asking, mailoutbox):
    for address in (ADDRESS, "rea.der+x@example.org", ADDRESS):
        ask(client, address)
    asking(ADDRESS)
    send_due()
    assert len(mailoutbox) == 2


def test_a_wrong_address_is_kept_and_explained(client, site):
    answer = ask(client, "reader@example")
    assert (answer.status_code, 'value="reader@example"' in answer.text) == (422, True)
    assert "lacks its ending" in answer.text


def test_a_machine_is_thanked_and_forgotten(client, site):
    assert "Look at your mail" in ask(client, website="https://spam.example").text
    assert not Ask.objects.exists()


def test_asking_from_elsewhere_is_refused_and_in_doubt_a_button_is_pressed(client, site):
    away = client.post("/newsletter/yours/", {"email": ADDRESS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (away.status_code, "from another site" in away.text) == (403, True)
    assert "One more press" in client.post("/newsletter/yours/", {"email": ADDRESS}).text
    assert not Ask.objects.exists()
