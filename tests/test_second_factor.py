"""A second factor: asked for where the settings say so, set up by oneself, lost without being locked out for ever."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

LOGIN = "/accounts/login/"
FACTORS = "/accounts/factors/"
ACTIVATE = f"{FACTORS}totp/activate/"
RIGHT = {"login": "editor", "password": "editor"}


@pytest.fixture(autouse=True)
def _half_a_minute_lasts(monkeypatch):
    """A code shown just before the next one stays valid for as long as the test takes."""
    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))


def code_of(secret: str, *, later: int = 0) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, int(auth.time.time()) // 30 + later))


@pytest.fixture
def signed_in(editor):
    client = Client()
    client.post(LOGIN, RIGHT)
    return client


@pytest.fixture
def secret(signed_in):
    """The editor's app shows codes from now on."""
    secret = re.search(r'class="secret">(\w+)<', confirmed(signed_in, ACTIVATE).text)[1]
    assert signed_in.post(ACTIVATE, {"code": code_of(secret, later=-1)})["Location"] == f"{FACTORS}recovery-codes/"
    return secret


def confirmed(client: Client, address: str):
    """What stands there, after the password once more where it is asked for."""
    answer = client.get(address)
    if answer.status_code == 302:
        client.post(answer["Location"], {"password": "editor"})
        answer = client.get(address)
    return answer


@pytest.fixture
def halfway(secret):
    """Right password, second step still to do."""
    client = Client()
    assert client.post(LOGIN, RIGHT)["Location"].startswith(f"{FACTORS}authenticate/")
    return client


@pytest.fixture
def _required(settings):
    settings.REQUIRE_MFA = True


@pytest.mark.usefixtures("_required")
def test_where_it_is_required_the_desk_stays_closed_without_one(signed_in):
    answer = signed_in.get("/admin/articles/article/", follow=True)
    assert answer.redirect_chain[-1][0] == FACTORS
    assert "Set up a second factor first" in answer.text
    assert signed_in.post("/admin/articles/article/add/", {"title": "Sleep"}).status_code == 302


@pytest.mark.usefixtures("_required", "secret")
def test_and_opens_with_one(signed_in):
    assert signed_in.get("/admin/").status_code == 200


def test_on_ones_own_machine_it_is_not_required(signed_in):
    assert signed_in.get("/admin/").status_code == 200


def test_the_secret_is_shown_as_a_picture_that_the_policy_allows(signed_in):
    answer = confirmed(signed_in, ACTIVATE)
    assert 'src="data:image/svg+xml;base64,' in answer.text
    assert "img-src 'self' data:" in answer["Content-Security-Policy"]


def test_the_password_alone_opens_nothing(halfway):
    assert halfway.get("/admin/")["Location"].startswith("/admin/login/")


def test_password_and_code_do(halfway, secret):
    halfway.post(f"{FACTORS}authenticate/", {"code": code_of(secret)})
    assert halfway.get("/admin/").status_code == 200


def test_a_code_works_once(halfway, secret):
    code = code_of(secret)
    halfway.post(f"{FACTORS}authenticate/", {"code": code})
    again = Client()
    again.post(LOGIN, RIGHT)
    assert "Incorrect code" in again.post(f"{FACTORS}authenticate/", {"code": code}).text


def test_codes_cannot_be_tried_out(halfway, secret):
    for _ in range(12):
        halfway.post(f"{FACTORS}authenticate/", {"code": "000000"})
    assert halfway.post(f"{FACTORS}authenticate/", {"code": code_of(secret)}).status_code == 200
    assert halfway.get("/admin/").status_code == 302


def test_a_recovery_code_lets_in_once(signed_in, secret):
    text = signed_in.get(f"{FACTORS}recovery-codes/").text
    code = re.search(r"<li>(\d{8})</li>", text)[1]
    for status in (200, 302):
        client = Client()
        client.post(LOGIN, RIGHT)
        client.post(f"{FACTORS}authenticate/", {"code": code})
        assert client.get("/admin/").status_code == status


def test_recovery_codes_are_shown_to_nobody_else(secret, person):
    person("other", "Editor")
    client = Client()
    client.post(LOGIN, {"login": "other", "password": "other"})
    assert client.get(f"{FACTORS}recovery-codes/").status_code == 404


@pytest.mark.parametrize("act", ["remove", "edit"])
def test_the_passkey_of_somebody_else_is_not_there(signed_in, person, act):
    data = {"name": "Key", "credential": {}}
    key = Authenticator.objects.create(user=person("other"), type=Authenticator.Type.WEBAUTHN, data=data)
    address = f"{FACTORS}webauthn/keys/{key.pk}/{act}/"
    assert confirmed(signed_in, address).status_code == 404
    assert signed_in.post(address, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data["name"] == "Key"


def test_changing_how_one_signs_in_asks_for_the_password_again(signed_in, at_desk):
    assert at_desk.get(ACTIVATE)["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.usefixtures("_required", "secret")
def test_an_administrator_takes_a_lost_device_off_and_never_sees_its_secret(admin_user, editor):
    Authenticator.objects.create(user=admin_user, type=Authenticator.Type.TOTP, data={"secret": "own"})
    client = Client()
    client.force_login(admin_user)
    device = Authenticator.objects.get(user=editor, type=Authenticator.Type.TOTP)
    assert device.data["secret"] not in client.get(f"/admin/mfa/authenticator/{device.pk}/change/").text
    client.post(f"/admin/mfa/authenticator/{device.pk}/delete/", {"post": "yes"})
    assert Client().post(LOGIN, RIGHT)["Location"] == "/admin/"


def test_a_forgotten_password_is_mailed_about_without_telling_who_has_an_account(client, editor, settings, caplog):
    settings.SITE_URL = "https://www.example.org"
    User.objects.filter(pk=editor.pk).update(email="editor@example.org")
    answers = [
        client.post("/accounts/password/reset/", {"email": f"{who}@example.org"}) for who in ("editor", "nobody")
    ]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]
    assert "editor@example.org" not in caplog.text
    link = re.search(r"https://www\.example\.org(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    assert link in mail.outbox[0].alternatives[0].content
    form = client.get(link, follow=True)
    client.post(form.wsgi_request.path, {"password1": "a long new one", "password2": "a long new one"})
    assert client.get(link, follow=True).text.count("This link is used up")
    assert client.post(LOGIN, RIGHT | {"password": "a long new one"}).status_code == 302
