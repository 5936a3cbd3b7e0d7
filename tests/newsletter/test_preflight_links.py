"""Before a letter goes out: where its links lead."""

from __future__ import annotations

import pytest

from articles.models import Article, Person, Picture
from newsletter.models.campaign import Campaign
from newsletter.reaching import MOST_LINKS, Answer
from newsletter.tokens import leave_token
from tests.newsletter.letters import write
from tests.newsletter.preflight import names, said

OUT = "https://elsewhere.example.net/study"


@pytest.fixture(autouse=True)
def _set_up(settings, site, active):
    settings.NEWSLETTER_DKIM_SELECTORS = ["news"]


def linking(*targets: str) -> Campaign:
    return write(*(f'<p>Read <a href="{target}">what is known</a>.</p>' for target in targets))


@pytest.mark.parametrize(
    "target",
    ["/", "/articles/", "/articles/page/1/", "/articles/sleep/", "/articles/sleep", "/articles/sleep/#what-is-known"]
    + [
        "/articles/sleep/?from=letter",
        "/topics/sleep/",
        "/references/clauw2014/",
        "/newsletter/",
        "/newsletter/issues/",
    ]
    + ["articles/sleep/", "mailto:us@example.org", "tel:112"],
)
def test_a_link_to_what_readers_can_open_is_let_be(published, target):
    assert names(linking(target)) == set()


@pytest.mark.parametrize(
    "target",
    ["/articles/nowhere/", "/nowhere/", "/a/b/c/d/", "/topics/nowhere/", "/references/nowhere/", "/people/nobody/"]
    + ["/media/none.webp", "/media/..%2f..%2flocal.env", "/newsletter/issues/77/", "/articles/%00/", "/topics/a%00b/"]
    + ["/admin/", "/accounts/login/", "/styleguide/", "/%ff/", "/" + "x" * 3000],
)
def test_a_link_to_nothing_of_ours_is_stopped(published, target):
    assert names(linking(target)) == {("stop", "link")}


@pytest.mark.parametrize(
    ("target", "expected"),
    [("/people/clinician/", set()), ("/people/", set()), ("/articles/sleep/history/", set())]
    + [("/people/clinician/page/9/", {("stop", "link")}), ("/articles/sleep/at/2001-01-01/", {("stop", "link")})],
)
def test_a_link_is_asked_of_the_page_it_leads_to(published, editor, target, expected):
    published.authors.add(Person.objects.create(key="clinician", name="Clinician", role="Author"))
    published.publish(by=editor, note="")
    assert names(linking(target)) == expected


def test_a_link_to_a_draft_is_stopped(db):
    Article.objects.create(title="Draft", slug="draft")
    assert names(linking("/articles/draft/")) == {("stop", "link")}


def test_a_link_by_the_sites_whole_address_is_ours_too(published, settings):
    assert names(linking(f"{settings.SITE_URL}/articles/sleep/")) == set()
    assert names(linking(f"{settings.SITE_URL}/articles/nowhere/")) == {("stop", "link")}


def test_an_address_that_a_page_has_left_is_worth_a_look(published, editor):
    published.slug = "better-sleep"
    published.save()
    published.publish(by=editor, note="Moved.")
    campaign = linking("/articles/sleep/")
    assert names(campaign) == {("warning", "link")}
    assert "at /articles/better-sleep/ now" in said(campaign)


@pytest.mark.parametrize("last", ["", "/"])
def test_a_link_that_somebody_got_for_themselves_is_stopped_and_not_told_in_full(active, last):
    token = leave_token(active.handle)
    campaign = linking(f"/newsletter/leave/{token}{last}")
    assert names(campaign) == {("stop", "link")}
    assert token not in said(campaign)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(200), set()),
        (Answer(301), set()),
        (Answer(404), {("warning", "link")}),
        (Answer(503), {("warning", "link")}),
        (Answer(why="There is no such host.", is_dead=True), {("warning", "link")}),
        (Answer(why="It did not answer in time."), {("note", "link")}),
    ],
)
def test_what_others_answer_never_stops_and_is_told(answer, expected):
    assert names(linking(OUT), answers={OUT: answer}) == expected


def test_the_number_that_was_answered_is_told():
    assert "answers with 404" in said(linking(OUT), answers={OUT: Answer(404)})


def test_links_beyond_what_is_asked_are_said_not_to_be_checked(site):
    campaign = linking(*(f"{OUT}/{number}" for number in range(MOST_LINKS + 5)))
    assert "5 more links to other sites were not checked" in said(campaign, most=MOST_LINKS)


def test_files_that_readers_can_open_may_be_linked(picture, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = Picture.objects.get().renditions[0]["name"]
    (tmp_path / name).write_bytes(b"x")
    assert names(linking(f"/media/{name}")) == set()
