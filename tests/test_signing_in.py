"""The way in for the staff: counted before it costs anything, closed to strangers, and never a way elsewhere."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection

LOGIN = "/accounts/login/"
WRONG = {"login": "editor", "password": "wrong"}
RIGHT = {"login": "editor", "password": "editor"}


@pytest.fixture
def hashed(monkeypatch):
    """One entry for every password that was hashed, be it to look at it or to lose the same time."""
    seen, encode = [], hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *given: seen.append("encode") or encode(*given))
    return seen


def test_the_admin_sends_to_the_one_sign_in_and_remembers_where_one_was_going(client, editor):
    answer = client.get("/admin/articles/article/add/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{LOGIN}?next=/admin/articles/article/add/"
    assert 'value="/admin/articles/article/add/"' in answer.text
    arrived = client.post(LOGIN, RIGHT | {"next": "/admin/articles/article/add/"})
    assert arrived["Location"] == "/admin/articles/article/add/"
    assert client.get(arrived["Location"]).status_code == 200


def test_nobody_can_sign_up(client, editor):
    assert "sign up" not in client.get(LOGIN).text.lower()
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/accounts/email/").status_code == 404


def test_signing_in_makes_a_new_session(client, editor):
    client.get("/admin/", follow=True)
    client.session.save()
    before = client.session.session_key
    client.post(LOGIN, RIGHT)
    assert client.session.session_key != before


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:evil"])
def test_nobody_is_sent_elsewhere(client, editor, url):
    assert "evil" not in client.get("/admin/login/", {"next": url})["Location"]
    assert client.post(LOGIN, RIGHT | {"next": url})["Location"] == "/admin/"
    assert client.get("/admin/login/", {"next": url})["Location"] == "/admin/"
    assert client.post("/accounts/logout/", {"next": url})["Location"] == LOGIN


def test_of_thirty_tries_most_are_not_even_looked_at(client, editor, hashed):
    answers = [client.post(LOGIN, WRONG) for _ in range(30)]
    assert len(hashed) <= 10
    assert {answer.status_code for answer in answers[20:]} == {429}
    assert "Too many tries" in answers[-1].text
    assert client.post(LOGIN, RIGHT).status_code == 429


def test_tries_from_everywhere_at_one_account_are_counted_too(client, editor, hashed):
    for number in range(30):
        answer = client.post(LOGIN, WRONG, REMOTE_ADDR=f"203.0.113.{number}")
    assert len(hashed) <= 10
    assert "Too many failed login attempts" in answer.text


def test_each_network_has_its_own_count(client, editor):
    for _ in range(30):
        client.post(LOGIN, WRONG | {"login": "nobody"}, REMOTE_ADDR="203.0.113.7")
    assert client.post(LOGIN, RIGHT, REMOTE_ADDR="198.51.100.9").status_code == 302


def test_the_count_stands_in_the_database_and_closes_when_it_is_gone(client, editor, hashed):
    client.post(LOGIN, WRONG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM kratominfo_limits")
        assert cursor.fetchone()[0] > 0
    cache.add = lambda *given, **more: False  # nothing can be written
    try:
        assert client.post(LOGIN, RIGHT).status_code == 429
    finally:
        del cache.add
    assert len(hashed) == 1


def test_the_forms_of_the_admin_itself_are_no_way_round(client, editor, hashed):
    assert client.post("/admin/login/", {"username": "editor", "password": "editor"}).status_code == 302
    client.force_login(editor)
    assert client.post("/admin/password_change/", {"old_password": "editor"}).status_code == 302
    assert hashed == []


def test_somebody_who_is_not_on_the_staff_gets_no_further(client, db):
    client.force_login(User.objects.create_user("reader"))
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_account_that_was_closed_stays_closed(client, editor):
    User.objects.update(is_active=False)
    client.post(LOGIN, RIGHT)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_nothing_at_the_door_is_kept_and_its_scripts_carry_the_nonce(client):
    answer = client.get(LOGIN)
    assert answer["Cache-Control"] == "private, no-store"
    nonce = re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"])[1]
    assert answer.text.count(f'nonce="{nonce}"') == 4
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/articles/", "/newsletter/", "/accounts", "/nowhere/"])
def test_no_other_address_gives_cookies(client, editor, path):
    client.post(LOGIN, RIGHT)
    client.cookies.clear()
    assert not client.get(path).cookies
