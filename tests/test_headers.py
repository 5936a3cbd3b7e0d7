"""Every answer carries its headers, and no odd request is more than refused."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

ANSWERS = [
    "/",
    "/no-such-page/",
    "/?q=%00",
    "/static/css/kratominfo.css",
    "/media/none.webp",
    "/admin/login/",
    "/accounts/login/",
    "/newsletter/",
    "/feed.atom",
    "/sitemap.xml",
    "/api/v1/pages",
    "/api/v1/none",
]


@pytest.fixture(params=ANSWERS)
def answer(request, client):
    return client.get(request.param)


def test_every_answer_carries_the_headers_of_protection(answer):
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Cross-Origin-Resource-Policy" in answer
    assert "X-Frame-Options" in answer
    assert "frame-ancestors" in answer["Content-Security-Policy"]
    assert "Cache-Control" in answer


def test_an_error_carries_them_too(client, settings):
    settings.ROOT_URLCONF = "tests.falling"
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_readers_get_no_script_but_ours(client):
    policy = client.get("/")["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert not [directive for directive in policy if "unsafe" in directive or "nonce" in directive]


def test_the_admin_gets_its_own_scripts_and_is_never_kept(client):
    answer = client.get("/admin/login/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_public_page_is_the_same_for_everybody(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("somebody"))
    answer, anonymous = client.get("/"), Client().get("/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer.content == anonymous.content
    assert anonymous["Cache-Control"] == "public, max-age=0, stale-if-error=3600"


def test_what_somebody_known_asks_for_is_kept_by_nobody(client, django_user_model):
    assert client.get("/", headers={"Authorization": "Basic eDp5"})["Cache-Control"] == "private, no-store"
    client.force_login(django_user_model.objects.create_user("somebody"))
    assert client.get("/")["Cache-Control"] == "private, no-store"
    assert client.get("/media/none.webp")["Cache-Control"].startswith("public")


@pytest.mark.parametrize("path", ["/newsletter/", "/newsletter/confirm/none/", "/search/?q=a", "/articles/a/feedback/"])
def test_what_is_between_us_and_one_reader_is_kept_by_nobody(client, path):
    kept = client.get(path)["Cache-Control"]
    assert "private" in kept
    assert "no-store" in kept
    assert client.post("/articles/")["Cache-Control"] == "private, no-store"


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    etag = client.get("/")["ETag"]
    answer = client.get("/", headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert not answer.content


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "BREW"])
@pytest.mark.parametrize("path", ["/", "/admin/", "/static/css/kratominfo.css"])
def test_a_method_nobody_serves_is_refused(client, method, path):
    assert client.generic(method, path).status_code == 405


@pytest.mark.parametrize("path", ["/%00/", "/articles/?page=%00", "/admin/login/?next=%00", "/?a=1&%00=b"])
def test_a_nul_is_refused(client, path):
    assert client.get(path).status_code == 400


def test_a_public_form_cannot_be_flooded(client):
    assert client.post("/newsletter/", {"email": "x" * 100_000}).status_code == 413


def test_a_foreign_host_is_refused(client):
    assert client.get("/", headers={"Host": "elsewhere.example"}).status_code == 400


def forwarded(client, peer):
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7, 198.51.100.9, 10.0.0.2"}
    return client.get("/newsletter/", REMOTE_ADDR=peer, headers=headers).wsgi_request


@pytest.fixture
def _proxy(settings):
    settings.TRUSTED_PROXY = ["10.0.0.0/8"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.usefixtures("_proxy")
def test_the_proxy_says_who_asks_and_how(client):
    request = forwarded(client, peer="10.0.0.1")
    assert request.is_secure()
    assert request.META["REMOTE_ADDR"] == "198.51.100.9"


@pytest.mark.usefixtures("_proxy")
def test_nobody_else_does(client):
    request = forwarded(client, peer="198.51.100.9")
    assert not request.is_secure()
    assert request.META["REMOTE_ADDR"] == "198.51.100.9"


def test_a_public_site_redirects_to_https_and_asks_to_stay(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 63_072_000
    assert client.get("/newsletter/")["Location"].startswith("https://")
    assert client.get("/newsletter/", secure=True)["Strict-Transport-Security"] == "max-age=63072000"
