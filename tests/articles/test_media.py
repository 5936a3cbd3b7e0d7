"""Loading a picture: kept for ever by whoever loads it, harmless, and no work for the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

NAME = "0123456789abcdef0123456789abcdef.webp"
ADDRESS = f"/media/{NAME}"


@pytest.fixture(autouse=True)
def stored(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (tmp_path / "secret.webp").write_bytes(b"not for readers")
    (settings.MEDIA_ROOT / "notes.txt").write_bytes(b"not for readers")
    (settings.MEDIA_ROOT / f"{NAME}.part").write_bytes(b"not for readers")
    (settings.MEDIA_ROOT / NAME).write_bytes(b"pixels")
    return settings.MEDIA_ROOT / NAME


def test_a_picture_is_served_as_what_it_is(client: Client) -> None:
    response = client.get(ADDRESS)
    assert response.content == b"pixels"
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Length"] == "6"


def test_a_picture_may_be_kept_for_ever(client: Client) -> None:
    response = client.get(ADDRESS)
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_who_has_the_picture_is_told_so(client: Client) -> None:
    response = client.get(ADDRESS, headers={"if-none-match": client.get(ADDRESS)["ETag"]})
    assert (response.status_code, response.content) == (304, b"")


def test_a_picture_can_do_nothing_but_be_seen(client: Client) -> None:
    response = client.get(ADDRESS)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_asking_only_for_the_head_gives_only_the_head(client: Client) -> None:
    response = client.head(ADDRESS)
    assert (response.content, response["Content-Length"]) == (b"", "6")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        f"{NAME}.part",
        "..%2Fsecret.webp",
        "../secret.webp",
        NAME.replace("0", "9"),
        NAME.upper(),
        NAME.replace("webp", "svg"),
        f"{NAME}%0A",
        "a" * 10_000,
    ],
)
def test_nothing_else_is_served(client: Client, name: str) -> None:
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace", "options"])
def test_a_picture_is_only_looked_at(client: Client, method: str) -> None:
    assert getattr(client, method)(ADDRESS).status_code == 405


@pytest.mark.django_db
def test_no_picture_asks_the_database(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        client.get(ADDRESS)
