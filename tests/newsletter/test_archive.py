"""The archive: every letter that really went out, for everybody to read, and nobody's links in it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsletter.models import Campaign, Delivery, Issue
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from newsletter.models.issue import LONG
from tests.newsletter.issues import an_issue

LIST = "/newsletter/issues/"
DAY = datetime(2026, 11, 6, 8, 0, tzinfo=UTC)


def described(html: str) -> tuple[str, str]:
    title, description = re.search(r"<title>(.*?)</title>", html), re.search(r'"description" content="(.*?)"', html)
    return title[1], description[1]


@pytest.fixture
def many(site) -> None:
    for number in range(1, 22):
        an_issue(f"Subject {number}", number=number, at=DAY + timedelta(days=number))


def test_an_archive_without_letters_says_so_and_leads_on(client, site):
    answer = client.get(LIST)
    assert "No letter has been sent yet" in answer.text
    assert answer.text.count("<h1") == 1


def test_letters_come_twenty_to_a_page_the_newest_first(client, many):
    first, second = client.get(LIST).text, client.get(f"{LIST}page/2/").text
    assert first.index("Subject 21<") < first.index("Subject 20<") < first.index("Subject 2<")
    assert "Subject 1<" in second
    assert client.get(f"{LIST}page/3/").status_code == 404


@pytest.mark.parametrize("page", ["0", "01", "-1", "x", "9" * 30])
def test_a_page_that_no_list_has_is_not_found(client, site, page):
    assert client.get(f"{LIST}page/{page}/").status_code == 404
    assert client.get(f"{LIST}{page}/").status_code == 404


def test_the_first_page_has_one_address_only(client, many):
    assert client.get(f"{LIST}page/1/")["Location"] == LIST


def test_a_letter_says_when_it_was_sent_and_what_it_said(client, site):
    an_issue("New in November", preheader="Two pages on sleep.", at=DAY)
    html = client.get(f"{LIST}1/").text
    assert "<h1>New in November</h1>" in html
    assert 'Sent to subscribers on</dt><dd><time datetime="2026-11-06">6 November 2026</time>' in html
    assert 'New <a href="http://localhost:8000/articles/sleep/">pages</a>' in html


def test_every_page_has_a_title_and_a_description_of_its_own(client, many):
    an_issue("Subject 21", number=22)
    pages = [f"{LIST}22/", f"{LIST}21/", f"{LIST}20/", LIST, f"{LIST}page/2/"]
    told = [described(client.get(page).text) for page in pages]
    assert len({title for title, _ in told}) == len({words for _, words in told}) == len(pages)
    assert all(15 <= len(title) <= 65 and 50 <= len(words) <= 165 for title, words in told)


@pytest.mark.parametrize("subject", ["A word " * 21, "W" * 150])
def test_a_long_subject_still_makes_a_title(client, site, subject):
    an_issue(subject.strip(), preheader="P" * 150)
    title, words = described(client.get(f"{LIST}1/").text)
    assert (len(title) <= 65, title.endswith("No. 1"), len(words) <= 165) == (True, True, True)


def test_a_page_may_be_found_and_names_its_one_address(client, many):
    for page in (LIST, f"{LIST}page/2/", f"{LIST}1/"):
        answer = client.get(page, {"utm_source": "x"})
        assert f'<link rel="canonical" href="http://localhost:8000{page}">' in answer.text
        assert "noindex" not in answer.text + answer.headers.get("X-Robots-Tag", "")
        assert (answer["Cache-Control"], len(answer.cookies)) == ("public, max-age=0, stale-if-error=3600", 0)


NOT_YET = [State.DRAFT, State.SCHEDULED, State.FREEZING, State.SENDING, State.PAUSED, State.CANCELLED]


@pytest.mark.parametrize("state", NOT_YET)
@pytest.mark.parametrize("fate", [None, Fate.QUEUED, Fate.SKIPPED, Fate.FAILED, Fate.IN_DOUBT])
def test_a_letter_that_nobody_got_is_not_in_the_archive(client, site, state, fate):
    an_issue(state=state, fate=fate)
    assert "No letter has been sent yet" in client.get(LIST).text
    assert client.get(f"{LIST}1/").status_code == 404


@pytest.mark.parametrize("state", [State.SENDING, State.PAUSED, State.REVIEW, State.SENT, State.CANCELLED])
@pytest.mark.parametrize("fate", [Fate.ACCEPTED, Fate.DELIVERED, Fate.BOUNCED, Fate.COMPLAINED])
def test_a_letter_that_somebody_got_is_in_the_archive_whatever_came_of_the_rest(client, site, state, fate):
    an_issue(state=state, fate=fate)
    assert "New in November" in client.get(LIST).text
    assert client.get(f"{LIST}1/").status_code == 200


def test_a_mail_to_a_few_stays_out_of_the_archive(client, site):
    an_issue("Only for some", number=None)
    assert "Only for some" not in client.get(LIST).text + client.get(f"{LIST}feed.xml").text
    assert Issue.objects.count() == 1


def test_what_was_taken_out_of_the_archive_is_gone(client, site):
    an_issue()
    Campaign.objects.update(in_archive=False)
    assert "New in November" not in client.get(LIST).text
    assert client.get(f"{LIST}1/").status_code == 404


def test_nothing_of_a_recipient_stands_in_a_letter(client, site, active):
    issue = an_issue()
    Delivery.objects.create(campaign=issue.campaign, subscriber=active, domain="example.org", fate=Fate.ACCEPTED)
    html = client.get(f"{LIST}1/").text
    assert not re.search(r"/newsletter/(leave|preferences|confirm|go)/", html)
    assert active.address not in html
    assert str(active.handle) not in html


def test_a_subject_cannot_bring_markup_along(client, site):
    an_issue("<script>alert(1)</script> & co", preheader='"><img src=x>')
    for page in (LIST, f"{LIST}1/"):
        html = client.get(page).text
        assert "<script>alert" not in html
        assert "<img src=x>" not in html


@pytest.mark.parametrize(("page", "asked"), [(LIST, 4), (f"{LIST}page/2/", 4), (f"{LIST}1/", 2)])
def test_a_page_asks_few_questions_however_many_letters_there_are(client, many, page, asked):
    with CaptureQueriesContext(connection) as questions:
        assert client.get(page).status_code == 200
    assert len(questions) <= asked


def test_lists_leave_the_long_columns_where_they_are(client, many):
    with CaptureQueriesContext(connection) as questions:
        client.get(LIST)
    read = [asked["sql"].partition(" FROM ")[0] for asked in questions if "newsletter_issue" in asked["sql"]]
    assert not [column for column in LONG for sql in read if f'"{column}"' in sql]


@pytest.mark.parametrize("page", ["/newsletter/", "/"])
def test_the_way_to_the_archive_is_shown(client, site, page):
    assert f'href="{LIST}"' in client.get(page).text


@pytest.mark.parametrize("page", [LIST, f"{LIST}1/"])
def test_the_archive_names_its_feed(client, site, page):
    an_issue()
    feed = 'type="application/atom+xml" title="The newsletter" href="http://localhost:8000/newsletter/issues/feed.xml"'
    assert feed in client.get(page).text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_archive_is_only_read(client, site, method):
    an_issue()
    assert {getattr(client, method)(page).status_code for page in (LIST, f"{LIST}1/", f"{LIST}feed.xml")} == {405}
