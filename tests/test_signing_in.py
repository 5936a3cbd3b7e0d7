"""The way in for the staff: counted, closed to strangers, and with a second factor where it is asked for."""

from __future__ import annotations

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

LOGIN = "/accounts/login/"
WRONG = {"login": "editor", "password": "wrong"}
RIGHT = {"login": "editor", "password": "editor"}


def test_the_admin_sends_to_the_one_sign_in_and_remembers_where_one_was_going(client, editor):
    answer = client.get("/admin/articles/article/add/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/articles/article/add/"
    assert "Sign up" not in answer.text
    arrived = client.post(LOGIN, RIGHT | {"next": "/admin/articles/article/add/"})
    assert arrived["Location"] == "/admin/articles/article/add/"
    assert client.get("/admin/").status_code == 200


def test_signing_in_makes_a_new_session(client, editor):
    client.get(LOGIN)
    client.session["seen"] = True
    client.session.save()
    before = client.session.session_key
    client.post(LOGIN, RIGHT)
    assert client.session.session_key != before


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(client, editor, url):
    assert "evil" not in client.get("/admin/login/", {"next": url})["Location"]
    assert client.post(LOGIN, RIGHT | {"next": url})["Location"] == "/admin/"
    assert client.get("/admin/login/", {"next": url})["Location"] == "/admin/"
