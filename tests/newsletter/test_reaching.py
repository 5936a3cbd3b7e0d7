"""Link checks: they tell what a link answers, and nobody turns them against our own network."""

from __future__ import annotations

import itertools
import ssl
import time

import pytest

from articles import connection
from articles.outside import NoSuchHost, Refused, Target, is_public
from newsletter import reaching
from newsletter.reaching import Answer, reach
from tests.newsletter.outside import OK, PUBLIC, Outside, answering, certificate_of, drop_by_drop

PLAIN = "http://example.org/page"
INNER = ["127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.5.4", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"]
INNER += ["224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "192.88.99.1"]
INNER += ["::1", "::", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1"]
INNER += ["fd00::1", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1"]
INNER += ["2001:db8::1", "100::1", "", "x", "1.1.1", "2130706433"]


def answer(url: str, outside: Outside) -> Answer:
    return reach([url], edge=outside.edge)[url]


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_never_connected_to(address):
    with Outside(lambda _: OK, names={"example.org": [address]}) as outside:
        found = answer(PLAIN, outside)
    assert (is_public(address), found.status, outside.called) == (False, 0, [])
    assert "private network" in found.why


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "2606:4700::1111"])
def test_an_outer_address_is(address):
    with Outside(lambda _: OK, names={"example.org": [address]}) as outside:
        assert answer(PLAIN, outside) == Answer(200)
    assert outside.called == [(address, 80)]


def test_one_inner_address_among_outer_ones_spoils_them_all():
    with Outside(lambda _: OK, names={"example.org": [PUBLIC, "10.0.0.1"]}) as outside:
        assert answer(PLAIN, outside).status == 0
    assert outside.called == []


def test_a_name_that_changes_its_mind_is_asked_once():
    turns = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    with Outside(lambda words: answering("302 Found", Location="/x") if b"/page" in words else OK) as outside:
        outside.resolve = lambda host, patience: next(turns)
        assert answer(PLAIN, outside) == Answer(200)
    assert outside.called == [(PUBLIC, 80), (PUBLIC, 80)]
    assert next(turns) == ["127.0.0.1"]


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://017700000001/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://１２７.0.0.1/",
        "http://localhost/",
        "http://intranet/",
        "http://localhost./",
        "http://reader@example.org/",
        "http://example.org@127.0.0.1/",
        "http://example.org:22/",
        "https://example.org:8443/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "//example.org/",
        "http:///x",
        "http://[/",
        "http://" + "a" * 70 + ".org/",
        "http://a..b.org/",
        "",
    ],
)
def test_what_is_no_public_address_is_not_asked(url):
    with Outside(lambda _: OK) as outside:
        found = answer(url, outside)
    assert (found.status, outside.called, bool(found.why)) == (0, [], True)


@pytest.mark.parametrize("path", ["/a b", "/ä?q=ü", "/a\r\nHost: inner", "/a\nb", "/%0d%0aX: 1"])
def test_no_address_can_write_a_header_of_its_own(path):
    with Outside(lambda _: OK) as outside:
        answer(f"http://example.org{path}", outside)
    head = outside.heard[0].split(b"\r\n")
    assert head[0].count(b" ") == 2
    assert [line for line in head if line.lower().startswith(b"host:")] == [b"Host: example.org"]


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "http://localhost/", "https://elsewhere.org/", "//127.0.0.1/", "http://example.org:22/"]
    + ["file:///etc/passwd", "http://u@example.org/", "http://[::ffff:127.0.0.1]/", "http://example.org.evil.org/"],
)
def test_a_redirect_to_anywhere_else_is_an_answer_and_not_followed(location):
    with Outside(lambda _: answering("301 Moved", Location=location)) as outside:
        assert answer(PLAIN, outside) == Answer(301)
    assert (len(outside.called), outside.resolved) == (1, ["example.org"])


def test_a_redirect_within_the_host_is_followed():
    with Outside(lambda words: OK if b"/there" in words else answering("302 Found", Location="there")) as outside:
        assert answer(PLAIN, outside) == Answer(200)


def test_a_circle_ends():
    with Outside(lambda _: answering("302 Found", Location="/page")) as outside:
        found = answer(PLAIN, outside)
    assert (found.is_dead, len(outside.called)) == (True, 4)


def test_a_server_that_knows_get_alone_is_asked_again():
    with Outside(lambda words: OK if words.startswith(b"GET") else answering("405 Not Allowed")) as outside:
        assert answer(PLAIN, outside) == Answer(200)


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_an_error_is_told_by_its_number(status):
    with Outside(lambda _: answering(f"{status} No")) as outside:
        assert answer(PLAIN, outside) == Answer(status)


def test_what_comes_before_the_answer_is_passed_over():
    with Outside(lambda _: answering("103 Early Hints") + answering("404 No")) as outside:
        assert answer(PLAIN, outside) == Answer(404)


@pytest.mark.parametrize(
    "say",
    [
        lambda _: drop_by_drop(),
        lambda _: itertools.repeat(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 5000 + b"\r\n"),
        lambda _: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"),
        lambda _: time.sleep(9) or b"",
        lambda _: b"SSH-2.0-OpenSSH\r\n\r\n",
        lambda _: b"",
        lambda _: b"HTTP/1.1 200",
    ],
    ids=["drop by drop", "endless head", "endless 1xx", "silent", "no HTTP", "hangs up", "half a line"],
)
def test_no_answer_holds_us_longer_than_its_time(say, monkeypatch):
    monkeypatch.setattr(reaching, "PATIENCE", 0.6)
    started = time.monotonic()
    with Outside(say) as outside:
        found = answer(PLAIN, outside)
    assert (found.status, time.monotonic() - started < 4) == (0, True)


def test_an_endless_body_is_not_read():
    with Outside(lambda _: itertools.chain([OK], itertools.repeat(b"x" * 65536))) as outside:
        assert answer(PLAIN, outside) == Answer(200)


def test_all_together_have_their_time_as_well(monkeypatch):
    monkeypatch.setattr(reaching, "ALTOGETHER", 0.5)
    started = time.monotonic()
    with Outside(lambda _: time.sleep(5) or b"") as outside:
        found = reach([f"http://example.org/{number}" for number in range(20)], edge=outside.edge)
    assert ({each.status for each in found.values()}, time.monotonic() - started < 4) == ({0}, True)


def test_at_most_thirty_are_asked_each_once_and_eight_at_a_time(monkeypatch):
    at_once, most = [0], [0]

    def say(_):
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        time.sleep(0.02)
        at_once[0] -= 1
        return OK

    with Outside(say) as outside:
        found = reach([f"http://example.org/{number // 2}" for number in range(100)], edge=outside.edge)
    assert (len(found), len(outside.called), most[0] <= 8) == (30, 30, True)


def test_a_name_that_nobody_has_leads_nowhere():
    def resolve(host, patience):
        raise NoSuchHost("There is no such host.")

    with Outside(lambda _: OK) as outside:
        outside.resolve = resolve
        assert answer(PLAIN, outside).is_dead


def test_a_second_address_is_tried_where_the_first_takes_no_connection():
    second = "93.184.215.15"
    with Outside(lambda _: OK, names={"example.org": [PUBLIC, second]}) as outside:
        connect = outside.connect

        def refuse_first(where, patience):
            if where[0] == PUBLIC:
                raise ConnectionRefusedError
            return connect(where, patience)

        outside.connect = refuse_first
        assert answer(PLAIN, outside) == Answer(200)
    assert outside.called == [(second, 80)]


@pytest.mark.parametrize(("host", "is_good"), [("example.org", True), ("other.org", False)])
def test_a_certificate_is_looked_at_under_the_name_of_the_link(host, is_good, certificate, monkeypatch):
    monkeypatch.setattr(connection, "TLS", ssl.create_default_context(cafile=certificate))
    with Outside(lambda _: OK) as outside:
        outside.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        outside.tls.load_cert_chain(certificate)
        found = answer(f"https://{host}/", outside)
    assert (found.status == 200, found.is_dead) == (is_good, not is_good)


def test_a_certificate_of_nobody_is_not_believed(certificate):
    with Outside(lambda _: OK) as outside:
        outside.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        outside.tls.load_cert_chain(certificate)
        assert "certificate" in answer("https://example.org/", outside).why


@pytest.fixture
def certificate(tmp_path) -> str:
    return certificate_of("example.org", tmp_path)


def test_a_target_keeps_its_query_and_leaves_its_fragment():
    assert Target.of("https://Example.ORG/a?b=c#d") == Target("https", "example.org", 443, "/a?b=c")
    with pytest.raises(Refused):
        Target.of("https://example.org/").leads_to("https://other.org/")
