"""One source by its number: two services are asked, nobody else, and nobody turns the question against our network."""

from __future__ import annotations

import ssl
import time
from pathlib import Path

import pytest

from articles import connection
from articles.importing import fetching
from articles.importing.fetching import NotReached, fetch
from articles.importing.lookup import NotFound, look_up, number_of
from tests.newsletter.outside import PUBLIC, Outside, answering, certificate_of

FILES = Path(__file__).parent / "elsewhere"
CROSSREF, PUBMED = "api.crossref.org", "eutils.ncbi.nlm.nih.gov"
DOI, PMID = "10.1371/journal.pone.0033693", "12230038"
URL = f"https://{CROSSREF}/works/x"


def saying(name: str, status: str = "200 OK") -> bytes:
    body = (FILES / name).read_bytes()
    return answering(status, **{"Content-Length": str(len(body))}) + body


@pytest.fixture
def service(tmp_path, monkeypatch):
    """Makes a server on this machine that is taken for a service: its certificate is good for `host`."""

    def make(say, *, host: str = CROSSREF, **more) -> Outside:
        certificate = certificate_of(host, tmp_path)
        monkeypatch.setattr(connection, "TLS", ssl.create_default_context(cafile=certificate))
        outside = Outside(say, **more)
        outside.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        outside.tls.load_cert_chain(certificate)
        return outside

    return make


def told(outside: Outside, name: str = "doi", number: str = DOI) -> str:
    """The sentence that a lookup ends in."""
    with outside, pytest.raises(NotFound) as caught:
        look_up(name, number, edge=outside.edge)
    return str(caught.value)


def test_a_doi_is_asked_of_crossref_which_is_told_who_asks(service, settings):
    settings.LOOKUP_CONTACT = "editors@example.org"
    with service(lambda _: saying("crossref.json")) as outside:
        entry = look_up("doi", DOI, edge=outside.edge)
    assert (entry.fields["doi"], entry.fields["authors"].split("\n")[0]) == (DOI, "Sadasivan S")
    head = outside.heard[0].decode()
    assert head.startswith("GET /works/10.1371%2Fjournal.pone.0033693 HTTP/1.1\r\nHost: api.crossref.org\r\n")
    assert "mailto:editors@example.org" in head
    assert outside.called == [(PUBLIC, 443)]


def test_a_pubmed_number_is_asked_of_ncbi(service):
    with service(lambda _: saying("pubmed.txt"), host=PUBMED) as outside:
        entry = look_up("pmid", PMID, edge=outside.edge)
    assert entry.fields["title"] == "The Bio* toolkits--a brief overview"
    assert b"id=12230038&rettype=medline&retmode=text&tool=kratominfo HTTP/1.1" in outside.heard[0]


def test_a_doi_that_nobody_has_is_told(service):
    outside = service(lambda _: saying("crossref-missing.txt", "404 Not Found"))
    assert "Crossref knows no DOI 10.1371/notarealdoi" in told(outside, number="10.1371/notarealdoi")


def test_an_answer_about_another_doi_says_so(service):
    with service(lambda _: saying("crossref.json")) as outside:
        entry = look_up("doi", "10.1000/alias", edge=outside.edge)
    assert entry.notes == ("Crossref answers to 10.1000/alias with another DOI: 10.1371/journal.pone.0033693",)


def test_an_answer_about_another_number_is_not_used(service):
    outside = service(lambda _: saying("pubmed.txt"), host=PUBMED)
    assert "PubMed knows no number 1." in told(outside, "pmid", "1")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (answering("429 Too Many"), "busy"),
        (answering("503 Unavailable"), "busy"),
        (answering("403 No"), "no answer that can be used"),
        (answering("200 OK") + b"<html>", "no answer that can be used"),
        (answering("200 OK") + b"[]", "no answer that can be used"),
        (answering("200 OK", **{"Content-Encoding": "gzip"}) + b"x", "not asked for"),
        (answering("200 OK", **{"Content-Length": "50"}) + b"{}", "could not be reached"),
        (b"SSH-2.0-OpenSSH\r\n", "could not be reached"),
        (b"", "could not be reached"),
    ],
)
def test_every_other_answer_ends_in_a_sentence(service, answer, word):
    assert word in told(service(lambda _: answer))


def test_without_a_network_it_is_said_so():
    with pytest.raises(NotFound, match="Crossref could not be reached. Nothing was filled in"):
        look_up("doi", DOI)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1"])
def test_a_service_whose_name_leads_inward_is_not_connected_to(service, address):
    outside = service(lambda _: saying("crossref.json"), names={CROSSREF: [PUBLIC, address]})
    assert ("private network" in told(outside), outside.called) == (True, [])


def test_the_address_that_was_judged_is_the_one_that_is_connected_to(service):
    turns = iter([[PUBLIC], ["127.0.0.1"]])
    with service(lambda _: saying("crossref.json")) as outside:
        outside.resolve = lambda host, patience: next(turns)
        look_up("doi", DOI, edge=outside.edge)
    assert (outside.called, next(turns)) == ([(PUBLIC, 443)], ["127.0.0.1"])


@pytest.mark.parametrize(
    "url",
    ["http://api.crossref.org/", "https://example.org/", "https://api.crossref.org.example.org/", "https://127.0.0.1/"]
    + ["https://api.crossref.org@127.0.0.1/", "https://api.crossref.org:8443/", "file:///etc/passwd", "https://[::1]/"],
)
def test_nobody_else_is_asked(url):
    with Outside(lambda _: b"") as outside, pytest.raises(NotReached, match="was not asked"):
        fetch(url, fields={}, edge=outside.edge)
    assert (outside.called, outside.resolved) == ([], [])


@pytest.mark.parametrize(
    "location",
    ["https://example.org/", "http://api.crossref.org/", "https://127.0.0.1/", "https://eutils.ncbi.nlm.nih.gov/", ""],
)
def test_a_redirect_to_anywhere_else_is_not_followed(service, location):
    with service(lambda _: answering("302 Found", Location=location)) as outside, pytest.raises(NotReached):
        fetch(URL, fields={}, edge=outside.edge)
    assert {where for where in outside.called} == {(PUBLIC, 443)}
    assert outside.resolved == [CROSSREF]


def test_a_redirect_on_the_host_is_followed_twice_and_no_more(service):
    def say(words: bytes) -> bytes:
        return answering("200 OK") + b"there" if b"/there" in words else answering("301 Moved", Location="/there")

    with service(say) as outside:
        assert fetch(URL, fields={}, edge=outside.edge).body == b"there"
    outside = service(lambda _: answering("301 Moved", Location="/works/x"))
    assert ("without end" in told(outside), len(outside.called)) == (True, 3)


def test_a_certificate_of_somebody_else_is_not_believed(service):
    with service(lambda _: saying("crossref.json"), host="example.org") as outside, pytest.raises(NotReached):
        fetch(URL, fields={}, edge=outside.edge)
    assert outside.heard == []


def dripping():
    yield answering("200 OK")
    while True:
        yield b"x"
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize(
    "say",
    [
        lambda _: dripping(),
        lambda _: time.sleep(6) or b"",
        lambda _: [answering("200 OK"), *[b"x" * 65536] * 40],
    ],
    ids=["drop by drop", "silent", "endless"],
)
def test_no_answer_takes_longer_or_more_than_it_may(service, say, monkeypatch):
    monkeypatch.setattr(fetching, "PATIENCE", 0.3)
    began = time.monotonic()
    with service(say) as outside, pytest.raises(NotReached, match="did not answer in time|more than 1 MB"):
        fetch(URL, fields={}, edge=outside.edge)
    assert time.monotonic() - began < 5


def test_a_proxy_of_the_environment_is_not_asked(service, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with service(lambda _: saying("crossref.json")) as outside:
        assert look_up("doi", DOI, edge=outside.edge).fields["doi"] == DOI


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (" 12230038 ", ("pmid", "12230038")),
        ("PMID: 12230038", ("pmid", "12230038")),
        ("https://pubmed.ncbi.nlm.nih.gov/12230038/", ("pmid", "12230038")),
        ("https://doi.org/10.1001/JAMA.2014.3266", ("doi", "10.1001/jama.2014.3266")),
        ("doi:10.1001/jama.2014.3266", ("doi", "10.1001/jama.2014.3266")),
    ],
)
def test_a_number_is_known_by_its_form(typed, number):
    assert number_of(typed) == number


@pytest.mark.parametrize("typed", ["", "kratom", "PMC3531190", "10.1001", "\x00", "1" * 400])
def test_what_is_no_number_is_not_asked(typed):
    with pytest.raises(NotFound, match="Type a DOI"):
        number_of(typed)
