"""Leaving: as easy as joining, by a page or by the button of a mail program (RFC 8058)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from newsletter.models import ConsentEvent, Suppression
from newsletter.tokens import confirm_token, leave_token

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(subscriber) -> str:
    return f"/newsletter/leave/{leave_token(subscriber.handle)}"


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(client, site, active, method):
    assert getattr(client, method)(path(active)).status_code == 200
    active.refresh_from_db()
    assert active.state == "active"


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_a_mail_program_leaves_with_one_post(site, active, content_type, slash):
    bodies = {
        "a": "List-Unsubscribe=One-Click",
        "m": '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    }
    client = Client(enforce_csrf_checks=True)
    response = client.post(path(active) + slash, bodies[content_type[0]], content_type=content_type)
    active.refresh_from_db()
    assert (response.status_code, active.state, len(response.cookies)) == (200, "left", 0)
    assert active.events.get().mechanism == "one_click"


def test_the_button_of_the_page_leaves(client, site, active):
    assert "Unsubscribe" in client.get(path(active)).text
    assert "You have left" in client.post(path(active)).text
    assert active.events.get().mechanism == "leave_link"


def test_leaving_twice_is_leaving_once(client, site, active):
    assert [client.post(path(active), ONE_CLICK).status_code for _ in range(2)] == [200, 200]
    assert ConsentEvent.objects.filter(kind="left").count() == 1


def test_who_left_is_remembered_by_a_hash_alone(client, site, active):
    client.post(path(active), ONE_CLICK)
    assert Suppression.objects.holds("active@example.org")
    assert "active" not in Suppression.objects.get().digest


def test_the_link_works_for_ever(client, site, active):
    link = path(active)
    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        assert client.post(link).status_code == 200
    active.refresh_from_db()
    assert active.state == "left"


def test_the_link_of_somebody_erased_says_that_they_are_gone(client, site, asking):
    subscriber = asking().subscriber
    link = path(subscriber)
    subscriber.delete()
    assert client.post(link, ONE_CLICK).status_code == 200


@pytest.mark.parametrize("forge", [lambda s: leave_token(s.handle)[:-1], lambda s: confirm_token(s.handle), str])
def test_a_link_that_we_did_not_make_does_nothing(client, site, active, forge):
    response = client.post(f"/newsletter/leave/{forge(active)}", ONE_CLICK)
    active.refresh_from_db()
    assert (response.status_code, active.state) == (410, "active")


def test_the_link_tells_neither_address_nor_number(active):
    assert active.address not in path(active)
    assert not path(active).rpartition("/")[2].startswith(str(active.pk) + ":")
