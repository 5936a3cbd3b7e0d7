"""Confirming: a button behind a link, and proof of what was agreed to."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from newsletter.models import Ask, ConsentEvent, Subscriber, Suppression
from newsletter.models.consent import Unchangeable
from newsletter.tokens import confirm_token, leave_token
from tests.newsletter.conftest import in_state, join


def path(ask) -> str:
    return f"/newsletter/confirm/{confirm_token(ask.handle)}/"


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(client, site, asking, method):
    ask = asking()
    assert getattr(client, method)(path(ask)).status_code == 200
    assert not ConsentEvent.objects.exists()
    assert Subscriber.objects.get().state == "pending"


def test_pressing_the_button_subscribes(client, site, asking):
    ask = asking()
    assert "You are subscribed" in client.post(path(ask)).text
    assert ask.subscriber.address in Subscriber.objects.active().values_list("address", flat=True)


def test_the_proof_says_what_was_agreed_to_where_and_when(client, site, published):
    publication = published.publication
    join(client, "reader@example.org", wording="1", page=publication.path, revision=str(publication.revision_id))
    ask = Ask.objects.get()
    client.post(path(ask))
    event = ConsentEvent.objects.get()
    assert (event.kind, event.mechanism, event.words) == ("confirmed", "confirm_link", site.consent)
    assert (event.page, event.revision, event.asked_at) == (publication.path, publication.revision_id, ask.asked_at)
    assert len(event.network) == 64


def test_words_that_changed_meanwhile_are_not_put_into_anybodys_mouth(client, site):
    join(client, "reader@example.org", wording="1")
    site.consent = "Quite other words."
    site.save()
    assert "Quite other words." not in client.get(path(Ask.objects.get())).text
    client.post(path(Ask.objects.get()), {"wording": "2"})
    assert ConsentEvent.objects.get().wording == 1


def test_who_saw_no_known_words_agrees_to_those_above_the_button(client, site, asking):
    ask = asking()
    assert site.consent in client.get(path(ask)).text
    client.post(path(ask), {"wording": "1"})
    assert ConsentEvent.objects.get().words == site.consent


def test_pressing_twice_is_one_consent(client, site, asking):
    ask = asking()
    assert [client.post(path(ask)).status_code for _ in range(2)] == [200, 200]
    assert ConsentEvent.objects.count() == 1


def test_after_72_hours_the_link_is_too_old_and_the_page_says_what_to_do(client, site, asking):
    link = path(asking())
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        response = client.post(link)
    assert (response.status_code, Subscriber.objects.get().state) == (410, "pending")
    assert "too old" in response.text
    assert 'href="/newsletter/"' in response.text


@pytest.mark.parametrize(
    "forge", [lambda ask: confirm_token(ask.handle) + "x", lambda ask: leave_token(ask.handle), str]
)
def test_a_link_that_we_did_not_make_does_nothing(client, site, asking, forge):
    ask = asking()
    assert client.post(f"/newsletter/confirm/{forge(ask)}/").status_code == 410
    assert Subscriber.objects.get().state == "pending"


def test_an_old_link_does_not_bring_back_who_has_left(client, site, asking):
    ask = asking()
    client.post(path(ask))
    client.post(f"/newsletter/leave/{leave_token(ask.subscriber.handle)}")
    for response in (client.get(path(ask)), client.post(path(ask))):
        assert (response.status_code, "has been used" in response.text) == (410, True)
    assert Subscriber.objects.get().state == "left"


@pytest.mark.parametrize("state", ["left", "erased"])
def test_who_left_may_come_back_by_a_new_link(client, site, asking, state):
    in_state(state, "reader@example.org")
    client.post(path(asking()))
    assert Subscriber.objects.get().state == "active"
    assert not Suppression.objects.holds("reader@example.org")


def test_the_link_is_told_to_nobody(client, site, asking):
    response = client.get(path(asking()))
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


def test_proof_is_never_changed_and_never_deleted(client, site, asking):
    client.post(path(asking()))
    event = ConsentEvent.objects.get()
    for act in (
        event.save,
        event.delete,
        ConsentEvent.objects.all().delete,
        lambda: ConsentEvent.objects.update(page=""),
    ):
        with pytest.raises(Unchangeable):
            act()


def test_no_link_of_an_erased_ask_works(client, site, asking):
    ask = asking()
    link = path(ask)
    ask.subscriber.delete()
    assert client.post(link).status_code == 410
