"""Joining: what is written down, and that nobody learns from it who is subscribed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models.site import SiteSettings
from newsletter.models import Ask, Subscriber
from tests.newsletter.conftest import OURS, STATES, in_state, join


def test_asking_writes_down_what_was_shown(client, site, published):
    revision = published.publication.revision_id
    join(client, "reader@example.org", wording="1", page=published.publication.path, revision=str(revision))
    ask = Ask.objects.get(subscriber__key="reader@example.org")
    assert (ask.wording, ask.page, ask.revision) == (1, published.publication.path, revision)
    assert ask.words == site.consent
    assert (ask.sent_at, ask.tries) == (None, 0)


@pytest.mark.parametrize(
    "claim",
    [
        {"wording": "99", "page": "articles/invented", "revision": "1"},
        {"wording": "-1", "page": "x" * 5000, "revision": "9" * 40},
        {"wording": "١", "page": "a\0b", "revision": "1e3"},
        {},
    ],
)
def test_what_is_not_true_does_not_become_evidence(client, site, claim):
    assert join(client, "reader@example.org", **claim).status_code == 200
    ask = Ask.objects.get()
    assert (ask.wording, ask.page, ask.revision) == (None, "", None)


def test_a_page_that_was_published_anew_meanwhile_keeps_its_name_only(client, site, published):
    join(client, "reader@example.org", page=published.publication.path, revision="999999")
    ask = Ask.objects.get()
    assert (ask.page, ask.revision) == (published.publication.path, None)


def test_a_revision_that_was_shown_at_the_page_is_evidence_after_a_correction(client, site, published, editor):
    seen = published.publication.revision_id
    published.publish(by=editor, note="Corrected.")
    join(client, "reader@example.org", page="articles/sleep", revision=str(seen))
    assert Ask.objects.get().revision == seen


def test_every_state_of_an_address_gets_the_same_answer_with_the_same_work(client, site):
    answers, work = set(), set()
    for state in STATES:
        in_state(state, f"{state}@example.org")
        with CaptureQueriesContext(connection) as queries:
            response = join(Client(), f"{state}@example.org")
        headers = {name: value for name, value in response.headers.items() if name != "Expires"}  # now, to the second
        answers.add((response.status_code, response.content, str(sorted(headers.items()))))
        work.add(tuple(query["sql"].split()[0] for query in queries))
    assert len(answers) == len(work) == 1


@pytest.mark.parametrize("state", STATES)
def test_asking_sends_nothing_and_changes_no_state(client, site, mailoutbox, state):
    before = in_state(state, "reader@example.org")
    join(client, "reader@example.org")
    after = Subscriber.objects.get(key="reader@example.org")
    assert after.state == (before.state if before else "pending")
    assert mailoutbox == []


def test_a_wrong_address_is_kept_and_explained(client, site):
    response = join(client, "reader@example")
    assert response.status_code == 422
    assert 'value="reader@example"' in response.text
    assert "lacks its ending" in response.text
    assert not Ask.objects.exists()


def test_the_page_holds_the_form_and_the_words_of_consent(client, site):
    text = client.get("/newsletter/").text
    assert site.consent in text
    assert 'name="wording" value="1"' in text


def test_a_machine_that_fills_in_every_field_is_thanked_and_forgotten(client, site):
    response = join(client, "reader@example.org", website="https://spam.example")
    assert "Check your mail" in response.text
    assert not Ask.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_answer_is_kept_and_none_sets_a_cookie(client, site, method):
    response = getattr(client, method)("/newsletter/", {"email": "reader@example.org"}, headers=OURS)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_box_is_the_same_at_every_draw(client, site):
    assert client.get("/newsletter/").content == client.get("/newsletter/").content


def test_joining_needs_no_token(site):
    assert join(Client(enforce_csrf_checks=True), "reader@example.org").status_code == 200


def test_joining_works_before_anybody_has_saved_the_settings(client, db):
    SiteSettings.objects.all().delete()
    assert join(client, "reader@example.org", wording="0").status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_other_methods_are_refused(client, site, method):
    assert getattr(client, method)("/newsletter/").status_code == 405
