"""A page as it was: on a day of the site's calendar, or pinned by its hash, byte for byte and plainly marked."""

from __future__ import annotations

from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Person, Publication, Review, Revision, Showing
from articles.snapshot import digest
from tests.articles.past import at, say, withdraw

TODAY = at("2026-11-22 12:00")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def changed(article, editor) -> Article:
    say(article, "Little.", at_moment="2026-03-01 12:00", by=editor)
    say(article, "More.", at_moment="2026-04-01 12:00", by=editor)
    say(article, "Much.", at_moment="2026-05-01 12:00", by=editor)
    return Article.objects.get(pk=article.pk)


def on(client, day: str):
    return client.get(f"/articles/sleep/at/{day}/")


def pin_of(text: str) -> str:
    return next(revision.pin for revision in Revision.objects.all() if text in revision.html)


@pytest.mark.parametrize(
    ("day", "text"),
    [("2026-03-01", "Little."), ("2026-03-31", "Little."), ("2026-04-01", "More."), ("2026-11-22", "Much.")],
)
def test_a_day_shows_the_last_version_of_it(client, changed, day, text):
    answer = on(client, day)
    assert answer.status_code == 200
    assert f"<p>{text}" in answer.text


def test_the_bytes_are_those_first_drawn(client, changed):
    revision = Revision.objects.get(pk=Showing.objects.last().revision_id)
    drawn = revision.html.replace("<p>Little.", "<p class='of-old'>Little.")  # as other templates drew it once
    Revision.objects.filter(pk=revision.pk).update(html=drawn, sha256=digest(revision.content, drawn))
    html = on(client, "2026-03-15").text
    assert drawn in html
    assert "It does not match" not in html


def test_it_says_at_once_that_it_is_not_the_page_of_today(client, changed):
    html = unescape(on(client, "2026-03-15").text)
    banner = html.index('<div role="region" class="banner" aria-label="Earlier version">')
    assert banner < html.index('<nav class="crumbs') < html.index("<main")
    assert "as it was on" in html[banner:]
    assert "It has been changed twice since, and may be out of date." in html
    assert '<a href="/articles/sleep/">Read the page as it is now</a>' in html
    assert '<a href="/articles/sleep/history/">What has changed</a>' in html


def test_no_search_engine_takes_it_for_the_page(client, changed):
    html = on(client, "2026-03-15").text
    assert '<meta name="robots" content="noindex">' in html
    assert '/articles/sleep/">' in html[html.index('rel="canonical"') :][:100]
    assert "ld+json" not in html


def test_it_names_its_hash_and_from_when_until_when_it_was_shown(client, changed):
    html = on(client, "2026-03-15").text
    assert f"<code>{Showing.objects.last().revision.sha256}</code>" in html
    assert "1 March 2026</time>, 12:00" in html
    assert "1 April 2026</time>, 12:00" in html


def test_a_version_that_was_tampered_with_does_not_claim_its_hash(client, changed):
    Revision.objects.filter(pk=Showing.objects.last().revision_id).update(html="<p>Something else.</p>")
    html = on(client, "2026-03-15").text
    assert "It does not match any more" in html
    assert "<code>" not in html.split('class="body')[0]


def test_its_contents_are_the_headings_of_its_own_bytes(client, changed):
    html = on(client, "2026-03-15").text
    assert '<a href="#what-is-known">What is known</a>' in html
    assert '<a href="#questions-people-ask">Questions people ask</a>' in html


def test_other_versions_of_the_same_day_are_named(client, changed, editor):
    say(changed, "A word more.", at_moment="2026-05-01 18:00", by=editor)
    html = on(client, "2026-05-01").text
    assert "A word more." in html
    assert "Also shown on that day" in html
    assert all(f"/at/{pin_of(text)}/" in html for text in ("More.", "Much."))


def test_a_hash_pins_one_version(client, changed):
    html = client.get(f"/articles/sleep/at/{pin_of('More.')}/").text
    assert "<p>More." in html
    assert "You are reading one version of this page" in html


def test_the_version_of_now_says_that_it_is(client, changed):
    html = client.get(f"/articles/sleep/at/{pin_of('Much.')}/").text
    assert "It is what readers get now." in html
    assert "out of date" not in html


def test_what_was_frozen_but_never_shown_is_not_found(client, changed, editor):
    hidden = Revision.freeze(changed.snapshot(), page=changed, version=0, by=editor, note="Handed in.")
    Revision.objects.filter(pk=hidden.pk).update(sha256="f" * 64)
    assert client.get(f"/articles/sleep/at/{'f' * 12}/").status_code == 404


def test_a_version_of_another_page_is_not_found_here(client, changed, strain, editor):
    strain.publish(by=editor)
    pin = Publication.objects.get(kind="strain").revision.pin
    assert client.get(f"/strains/red-vein/at/{pin}/").status_code == 200
    assert client.get(f"/articles/sleep/at/{pin}/").status_code == 404


def test_a_day_before_the_page_was_there_leads_to_its_first(client, changed):
    answer = on(client, "2026-02-28")
    assert answer.status_code == 404
    assert ">1 March 2026<" in answer.text
    assert 'href="/articles/sleep/at/2026-03-01/"' in answer.text


def test_a_day_to_come_is_not_promised(client, changed):
    answer = on(client, "2026-11-23")
    assert answer.status_code == 404
    assert "That day has not come yet" in answer.text
    assert "Much." not in answer.text


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "2026-3-1", "26-03-01", "0000-00-00", "9999-12-31", "now"])
def test_what_is_no_day_is_not_found(client, changed, day):
    answer = on(client, day)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_a_day_without_the_page_gives_the_reason(client, changed, editor):
    withdraw(changed, at_moment="2026-06-01 12:00", by=editor, why="A source was retracted.")
    say(changed, "Corrected.", at_moment="2026-06-09 12:00", by=editor)
    answer = on(client, "2026-06-05")
    assert answer.status_code == 410
    assert "A source was retracted." in answer.text
    assert 'href="/articles/sleep/at/2026-06-09/"' in answer.text
    assert "Much." not in answer.text


def test_the_day_of_a_withdrawal_shows_what_was_withdrawn_and_says_so(client, changed, editor):
    withdraw(changed, at_moment="2026-06-01 12:00", by=editor, why="A source was retracted.")
    say(changed, "Corrected.", at_moment="2026-06-09 12:00", by=editor)
    html = on(client, "2026-06-01").text
    assert "<p>Much." in html
    assert "It was withdrawn on" in html
    assert "A source was retracted." in html


# In Berlin, the night to 29 March 2026 lacks an hour (2 to 3) and that to 25 October has one twice.
@pytest.mark.parametrize(
    ("moment", "day", "before"),
    [
        ("2026-03-28 22:59", "2026-03-28", "2026-03-27"),
        ("2026-03-28 23:00", "2026-03-29", "2026-03-28"),
        ("2026-03-29 21:59", "2026-03-29", "2026-03-28"),
        ("2026-03-29 22:00", "2026-03-30", "2026-03-29"),
        ("2026-10-24 21:59", "2026-10-24", "2026-10-23"),
        ("2026-10-24 22:00", "2026-10-25", "2026-10-24"),
        ("2026-10-25 00:30", "2026-10-25", "2026-10-24"),
        ("2026-10-25 22:59", "2026-10-25", "2026-10-24"),
        ("2026-10-25 23:00", "2026-10-26", "2026-10-25"),
    ],
)
def test_days_begin_when_they_do_where_the_site_is(client, article, editor, settings, moment, day, before):
    settings.TIME_ZONE = "Europe/Berlin"
    say(article, "Before.", at_moment="2026-03-01 12:00", by=editor)
    say(article, "Then.", at_moment=moment, by=editor)
    assert "<p>Then." in on(client, day).text
    assert "<p>Before." in on(client, before).text


@pytest.mark.parametrize(("moment", "day"), [("2026-04-23 21:59", "2026-04-23"), ("2026-04-23 22:00", "2026-04-24")])
def test_a_day_whose_midnight_is_leapt_over_begins_with_the_leap(client, article, editor, settings, moment, day):
    settings.TIME_ZONE = "Africa/Cairo"
    say(article, "Then.", at_moment=moment, by=editor)
    assert on(client, day).status_code == 200
    assert on(client, "2026-04-23").status_code == (200 if day == "2026-04-23" else 404)


def test_who_signed_that_very_text_is_named(client, changed, reviewer):
    revision = Showing.objects.last().revision
    facts = {"sha256": revision.sha256, "person": Person.objects.get(), "by": reviewer, "verdict": "signed"}
    Review.objects.create(revision=revision, **facts)
    assert "Dr Ash" in on(client, "2026-03-15").text
    assert "Nobody signed this very text" in on(client, "2026-04-15").text


@pytest.mark.parametrize("place", ["2026-03-15", "2026-05-01", "2026-02-01", "2026-12-01", "pin"])
def test_the_past_asks_little_and_can_be_kept(client, changed, reviewer, place):
    place = pin_of("More.") if place == "pin" else place
    with CaptureQueriesContext(connection) as asked:
        answer = on(client, place)
    assert len(asked) <= 4
    assert answer["Cache-Control"].startswith("public")


@pytest.mark.parametrize("slug", ["none", "at"])
def test_a_page_that_never_was_has_no_past(client, changed, slug):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/articles/{slug}/at/2026-03-01/").status_code == 404
    assert len(asked) <= 4
