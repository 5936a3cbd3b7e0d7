"""What readers may tell of a page: it is kept beside the text they read, and nothing is kept of who they are."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Feedback, Publication, RichText, StandingPage
from tests.articles.reader import report, tell

FORM = "/articles/sleep/feedback/"
NOTHING_ELSE = {"id", "page", "revision", "verdict", "section", "words", "sent_at"}
NOTHING_ELSE |= {"settled_at", "settled_by", "outcome"}


@pytest.fixture
def corrected(published, editor) -> Publication:
    """Read in its first text, and published again since."""
    read = published.publication
    RichText.objects.update(text="<h2>What was corrected</h2><p>More.</p>")
    Article.objects.get(pk=published.pk).publish(by=editor, note="Corrected.", override="Of no matter here.")
    return read


@pytest.mark.parametrize("path", ["articles/sleep", "strains/red-vein", "about"])
def test_every_kind_of_page_asks_whether_it_helped(client, published, strain, editor, path):
    strain.publish(by=editor, override="Of no matter here.")
    standing = StandingPage.objects.create(title="About", slug="about")
    RichText.objects.create(parent=standing, text="<p>Who we are.</p>", ordering=10)
    standing.publish(by=editor, override="Of no matter here.")
    words = client.get(f"/{path}/").text
    assert "Was this page helpful?" in words
    assert f'action="/{path}/feedback/"' in words
    assert client.get(f"/{path}/feedback/").status_code == 200


def test_a_preview_asks_nothing(at_desk, article):
    assert "Was this page helpful?" not in at_desk.get(f"/admin/articles/article/{article.pk}/preview/").text


def test_a_yes_is_counted(publication):
    assert "Your “yes” is counted." in tell(publication, verdict="helped").text
    assert Feedback.objects.values_list("verdict", "words", "revision").get() == ("helped", "", publication.revision_id)


def test_a_no_is_counted_and_asks_what_was_missing(publication):
    answer = tell(publication, verdict="unhelpful")
    assert (answer.status_code, "What was missing?" in answer.text) == (200, True)
    assert Feedback.objects.get().verdict == "unhelpful"


def test_the_words_after_a_no_belong_to_it_and_count_once(publication):
    after = re.search(r'name="after" value="([^"]+)"', tell(publication, verdict="unhelpful").text)[1]
    tell(publication, verdict="unhelpful", words="Nothing on tea.", section="what-is-known", after=after)
    assert Feedback.objects.values_list("verdict", "words", "section").get() == (
        "unhelpful",
        "Nothing on tea.",
        "what-is-known",
    )


@pytest.mark.parametrize("after", ["", "1", "1:forged", "\0"])
def test_words_that_follow_nothing_are_an_answer_of_their_own(publication, after):
    tell(publication, verdict="unhelpful")
    tell(publication, verdict="unhelpful", words="Nothing on tea.", after=after)
    assert sorted(Feedback.objects.values_list("words", flat=True)) == ["", "Nothing on tea."]


def test_an_error_is_kept_with_its_place_and_its_words(client, publication):
    assert '<option value="what-is-known">What is known</option>' in client.get(FORM).text
    answer = report(publication, section="what-is-known")
    assert "Nobody writes back, because we do not know who you are." in answer.text
    told = Feedback.objects.get()
    assert (told.page_id, told.revision_id) == (publication.page_id, publication.revision_id)
    assert (told.verdict, told.section, told.words) == ("error", "what-is-known", "The dose is wrong.")


def test_an_address_may_name_the_place(client, publication):
    assert '<option value="what-is-known" selected>' in client.get(f"{FORM}?section=what-is-known").text


def test_a_place_that_the_page_does_not_have_is_not_kept(publication):
    report(publication, section="<b>elsewhere</b>")
    assert Feedback.objects.get().section == ""


@pytest.mark.parametrize(
    ("words", "complaint"), [("", "what is wrong"), (" \n", "what is wrong"), ("ä" * 2001, "2,000")]
)
def test_words_that_lack_or_are_too_many_are_explained_and_stay(publication, words, complaint):
    answer = report(publication, words, section="what-is-known")
    assert (answer.status_code, Feedback.objects.count()) == (422, 0)
    assert complaint in re.search(r'id="report-error">([^<]*)<', answer.text)[1]
    assert '<option value="what-is-known" selected>' in answer.text
    assert words.strip() in answer.text


def test_lines_count_as_the_browser_counts_them(publication):
    assert report(publication, "a\r\n" * 999 + "ab").status_code == 200
    assert len(Feedback.objects.get().words) == 2000


def test_what_cannot_be_seen_is_left_out(publication):
    report(publication, "Wrong\0 \x1b[31mhere\x07.\r\nAnd here.")
    assert Feedback.objects.get().words == "Wrong [31mhere.\nAnd here."


def test_markup_is_words(publication):
    assert "&lt;script&gt;" in report(publication, "<script>" + "a" * 2000).text


def test_a_report_without_a_verdict_is_of_an_error(publication):
    tell(publication, verdict="invented", words="Odd.")
    assert Feedback.objects.get().verdict == "error"


def test_the_same_words_are_stored_once(publication):
    answers = {report(publication, section=section).status_code for section in ("", "what-is-known")}
    assert (answers, Feedback.objects.count()) == ({200}, 1)


def test_what_was_read_before_a_correction_is_kept_beside_the_text_that_was_read(client, corrected):
    words = client.get(f"{FORM}?revision={corrected.revision_id}").text
    assert "This page has changed since you read it." in words
    assert '<option value="what-is-known">' in words
    report(corrected, section="what-is-known")
    assert Feedback.objects.values_list("revision", "section").get() == (corrected.revision_id, "what-is-known")


@pytest.mark.parametrize("number", ["0", "-1", "9" * 30, "1e3", "١", "none", "never shown"])
def test_any_other_revision_counts_as_the_one_that_is_live(published, editor, number):
    live = published.publication
    if number == "never shown":
        number = Article.objects.get(pk=published.pk).hand_in(by=editor, version=published.version).revision_id
    report(live, revision=number)
    assert Feedback.objects.get().revision_id == live.revision_id


def test_nothing_is_kept_of_who_it_was(publication):
    with CaptureQueriesContext(connection) as asked:
        report(publication, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Netscape 4")
    written = " ".join(query["sql"] for query in asked if not query["sql"].startswith("SELECT"))
    assert "Netscape" not in written
    assert "203.0.113" not in written
    assert {field.name for field in Feedback._meta.get_fields()} == NOTHING_ELSE


def test_no_answer_sets_a_cookie_or_is_kept_or_found_by_search(client, publication):
    for answer in (client.get(FORM), report(publication), report(publication, "")):
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in answer.text


def test_whoever_fills_what_people_do_not_see_is_thanked_and_not_heard(publication):
    assert "Thank you" in report(publication, website="https://spam.example").text
    assert not Feedback.objects.exists()


def test_the_form_says_where_help_is(client, publication):
    assert "In an emergency call your local emergency number." in client.get(FORM).text.partition("<footer")[0]
