"""Readers' pages travel compressed; what staff see and what is small already travel as they are."""

import gzip

import pytest

pytestmark = pytest.mark.django_db


def ask(client, path, **headers):
    return client.get(path, headers={"Accept-Encoding": "gzip"} | headers)


def test_a_page_travels_compressed(client):
    answer = ask(client, "/")
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert b"<h1>" in gzip.decompress(answer.content)


def test_a_page_travels_plainly_to_who_does_not_take_it_compressed(client):
    assert "Content-Encoding" not in client.get("/").headers


def test_a_compressed_page_that_did_not_change_is_not_sent_again(client):
    tag = ask(client, "/")["ETag"]
    assert ask(client, "/", **{"If-None-Match": tag}).status_code == 304


def test_nothing_for_staff_is_compressed(client):
    assert "Content-Encoding" not in ask(client, "/accounts/login/").headers


def test_robots_are_told_that_all_may_be_read(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "User-agent: *\nDisallow:\n" in answer.text
