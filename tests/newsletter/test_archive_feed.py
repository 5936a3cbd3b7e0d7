"""The feed of the letters: valid Atom (RFC 4287), the same for everybody, and nothing sent that was sent before."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsletter.models import Issue
from tests.newsletter.issues import HTML, an_issue

FEED = "/newsletter/issues/feed.xml"
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = datetime(2026, 11, 6, 8, 0, tzinfo=UTC)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
ONCE = {"feed": ["id", "title", "updated"], "entry": ["id", "title", "updated", "published", "content"]}


def children(element: Element, name: str) -> list[Element]:
    return element.findall(f"{ATOM}{name}")


def entries(client) -> list[Element]:
    return children(ElementTree.fromstring(client.get(FEED).content), "entry")


def faults(feed: Element) -> list[str]:
    """What RFC 4287 would say, by its sections."""
    found = [] if feed.tag == f"{ATOM}feed" else ["§4.1.1: no feed"]
    for element in [feed, *children(feed, "entry")]:
        name = element.tag.removeprefix(ATOM)
        found += [f"{name}: {each} not once" for each in ONCE[name] if len(children(element, each)) != 1]
        found += [f"{name}: no IRI" for each in children(element, "id") if not urlsplit(each.text or "").scheme]
        moments = children(element, "updated") + children(element, "published")
        found += ["§3.3: no moment" for each in moments if not RFC_3339.fullmatch(each.text or "")]
        links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in children(element, "link")]
        found += ["§4.1.1: two links alike"] * (len(links) != len(set(links)))
        found += ["relative link" for link in children(element, "link") if not urlsplit(link.get("href")).netloc]
        texts = [each for kind in ("title", "summary", "subtitle", "content") for each in children(element, kind)]
        found += ["§3.1.1: type" for each in texts if each.get("type", "text") not in {"text", "html"}]
    if not children(feed, "author"):
        found += ["§4.1.2: no author" for entry in children(feed, "entry") if not children(entry, "author")]
    found += ["§3.2: no name" for author in children(feed, "author") if len(children(author, "name")) != 1]
    ids = [children(entry, "id")[0].text for entry in children(feed, "entry")]
    return found + ["§4.1.1: two ids alike"] * (len(ids) != len(set(ids)))


@pytest.mark.parametrize("count", [0, 1, 12])
def test_it_is_valid(client, site, count):
    for number in range(1, count + 1):
        an_issue(number=number, at=DAY + timedelta(days=number), preheader="Two pages." * (number % 2))
    answer = client.get(FEED)
    assert faults(ElementTree.fromstring(answer.content)) == []
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_the_rules_would_notice_a_fault(client, site):
    an_issue()
    feed = ElementTree.fromstring(client.get(FEED).content)
    for name in ("id", "updated", "author"):
        feed.remove(children(feed, name)[0])
    children(feed, "entry")[0].remove(children(children(feed, "entry")[0], "title")[0])
    assert len(faults(feed)) == 4


def test_it_tells_the_newest_letters_whole_the_newest_first(client, site):
    for number in range(1, 13):
        an_issue(f"Subject {number}", number=number, at=DAY + timedelta(days=number))
    told = entries(client)
    assert [children(each, "title")[0].text for each in told] == [f"Subject {n}" for n in range(12, 2, -1)]
    assert children(told[0], "content")[0].text == HTML


def test_a_letter_keeps_its_name_wherever_the_site_stands(client, site, settings):
    an_issue()
    before = children(entries(client)[0], "id")[0].text
    settings.SITE_URL = "https://elsewhere.example"
    Issue.objects.update(subject="Mended")
    assert children(entries(client)[0], "id")[0].text == before


def test_links_are_those_of_the_setting_and_not_of_the_request(client, site):
    an_issue()
    html = client.get(FEED, headers={"host": "localhost"}).text
    assert set(re.findall(r'href="(http[^"]*/newsletter/[^"]*)"', html)) == {
        "http://localhost:8000/newsletter/issues/",
        "http://localhost:8000/newsletter/issues/feed.xml",
        "http://localhost:8000/newsletter/issues/1/",
    }


def test_no_link_in_it_is_anybodys(client, site):
    an_issue()
    assert not re.search(r"/newsletter/(leave|preferences|confirm|go)/", client.get(FEED).text)


def test_who_has_it_already_gets_304(client, site):
    an_issue(at=DAY)
    first = client.get(FEED)
    assert first["Last-Modified"] == "Fri, 06 Nov 2026 08:00:00 GMT"
    for known in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get(FEED, headers=known)
        assert (again.status_code, again.content) == (304, b"")


def test_a_new_letter_changes_it(client, site):
    an_issue(at=DAY)
    known = client.get(FEED)["ETag"]
    an_issue("Newer", number=2, at=DAY + timedelta(days=7))
    assert client.get(FEED, headers={"If-None-Match": known}).status_code == 200


def test_an_empty_feed_is_the_same_each_time(client, db):
    first = client.get(FEED)
    assert client.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_what_somebody_typed_breaks_nothing(client, site):
    an_issue("Bell \x07 & <b>bold</b> ]]>", preheader="1 < 2 \x0b & \x1f", html="<p>\x08&nbsp;]]></p>")
    told = entries(client)[0]
    assert children(told, "title")[0].text == "Bell & <b>bold</b> ]]>"
    assert children(told, "summary")[0].text == "1 < 2 &"
    assert children(told, "content")[0].text == "<p>&nbsp;]]></p>"


def test_it_asks_two_questions(client, site):
    for number in range(1, 13):
        an_issue(number=number)
    with CaptureQueriesContext(connection) as questions:
        client.get(FEED)
    assert len(questions) == 2
    assert not [column for column in ('"message"', '"text"') if column in questions[1]["sql"].partition(" FROM ")[0]]
