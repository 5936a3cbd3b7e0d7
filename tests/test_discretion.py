"""Logs hold no address and no token."""

import logging
import sys

import pytest

from kratominfo.discretion import DiscreetFormatter


def written(message, exc_info=None):
    return DiscreetFormatter().format(logging.LogRecord("site", logging.ERROR, "", 0, message, (), exc_info))


@pytest.mark.parametrize("address", ["a.reader+news@example.org", "a.reader%40example.org", "Ä@bücher.example"])
def test_an_address_is_masked(address):
    line = written(f"Key (email)=({address}) already exists; <{address}>, '{address}'")
    assert address not in line
    assert "Key (email)=([address]) already exists; <[address]>, '[address]'" in line


@pytest.mark.parametrize("token", ["12:1tXyZa:0Vt3mD2kq9WxRbYcUeHs5LoPiAnGfJ7T", "Zx81kd0PqLw93mNvB2aC"])
def test_a_token_is_masked(token):
    assert written(f"Not Found: /newsletter/confirm/{token}/").endswith("Not Found: /newsletter/confirm/[token]/")


def test_a_traceback_is_masked_too():
    try:
        raise ValueError("reader@example.org")
    except ValueError:
        assert "reader@example.org" not in written("Failed", sys.exc_info())


@pytest.mark.parametrize(
    "path", ["/articles/kratom-and-opioid-withdrawal/", "/media/0f3a9c5e7b1d2f4a6c8e0a2b4c6d8e0f.webp"]
)
def test_ordinary_paths_stay_readable(path):
    assert path in written(f"Not Found: {path}")


def test_the_site_logs_discreetly(settings):
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"discreet"}
