"""While the database is gone or a disk is full, people are told to come again, and the log gets one line."""

import pytest
from django.db import OperationalError

from kratominfo.discretion import DiscreetFormatter

PATHS = ["/stranded/", "/parted/", "/cramped/", "/admin/stranded/"]


def layer_that_needs_the_database(get_response):
    def middleware(request):
        raise OperationalError("connection refused")

    return middleware


@pytest.fixture(autouse=True)
def _falling(client, settings):
    settings.ROOT_URLCONF = "tests.falling"
    client.raise_request_exception = False


@pytest.fixture
def log(caplog):
    """Lines as the site writes them."""
    caplog.handler.setFormatter(DiscreetFormatter())
    return lambda: caplog.text.splitlines()


@pytest.mark.parametrize("path", PATHS)
def test_who_asks_is_told_to_come_again(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "For the moment we cannot answer" in answer.text
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_so_are_they_where_a_layer_before_the_page_needs_the_database(client, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.layer_that_needs_the_database"]
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PATHS)
def test_the_log_says_it_in_one_line(client, log, path):
    client.get(path)
    assert len(log()) == 1
    assert f"Service Unavailable: {path} (" in log()[0]


def test_the_line_says_what_is_gone(client, log):
    client.get("/stranded/")
    assert log()[0].endswith("(OperationalError: connection refused)")


def test_nor_does_an_address_that_is_not_there_leave_more(client, log):
    assert client.get("/no-such-page/").status_code == 503
    assert len(log()) == 1


@pytest.mark.parametrize("path", ["/", "/lost/"])
def test_a_mistake_of_ours_is_no_outage_and_leaves_its_traceback(client, log, path):
    assert client.get(path).status_code == 500
    assert "Traceback (most recent call last):" in log()
