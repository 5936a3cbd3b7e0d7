"""Reviewing: frozen without being shown, signed over its hash or returned, and what readers are told of it."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from articles.models import (
    Article,
    Conflict,
    HandingIn,
    NotReady,
    Person,
    Publication,
    Reference,
    Refused,
    Review,
    Revision,
    RichText,
    SiteVersion,
)
from articles.models.review import months_after

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 14)


def verdict(page: Article, by: User, verdict: str = "signed", remarks: tuple = ()) -> Review:
    """Handed in by whoever began it, or by the editor, and judged."""
    writer = User.objects.get(username="editor")
    page.refresh_from_db()
    handing = page.hand_in(by=writer, version=page.version)
    return page.review(handing, by=by, verdict=verdict, remarks=list(remarks), next_due=DUE)


def write(page: Article, words: str) -> None:
    """Somebody saves the text as `words`."""
    page.richtext_set.update(text=f'<p>{words}<cite data-key="clauw2014"></cite></p>')
    Article.objects.filter(pk=page.pk).update(version=page.version + 1)
    page.refresh_from_db()


@pytest.fixture
def reviewed(published, reviewer) -> Article:
    """A live page whose text is signed."""
    verdict(published, reviewer)
    return published


def test_handing_in_freezes_and_shows_nothing(client, article, editor):
    handing = article.hand_in(by=editor, note="Please look at the numbers.", version=article.version)
    assert handing.revision.snapshot.title == "Kratom and sleep"
    assert client.get("/articles/sleep/").status_code == 404


def test_a_page_without_a_signature_says_so(client, published):
    assert "Not medically reviewed" in client.get("/articles/sleep/").text


def test_signing_what_is_live_tells_readers_at_once(client, published, reviewer, version_by_ones):
    before = SiteVersion.objects.get().number
    verdict(published, reviewer)
    html = client.get("/articles/sleep/").text
    assert '<a href="/people/dr-ash/">Dr Ash</a>' in html
    assert "Not medically reviewed" not in html
    assert "14 March 2027" in html
    assert SiteVersion.objects.get().number == before + 1


def test_returning_tells_readers_nothing(client, published, reviewer):
    verdict(published, reviewer, "returned", [{"place": "block-1", "text": "Too sure."}])
    assert "Not medically reviewed" in client.get("/articles/sleep/").text


def test_machines_are_told_who_reviewed_and_when(client, reviewed):
    html = client.get("/articles/sleep/").text
    assert '"lastReviewed":"' in html
    assert '"reviewedBy":{"@type":"Person","name":"Dr Ash"' in html


def test_a_changed_text_has_no_review(client, reviewed, editor):
    write(reviewed, "More is known now.")
    reviewed.publish(by=editor, note="New evidence.")
    html = client.get("/articles/sleep/").text
    assert "Not medically reviewed" in html
    assert "lastReviewed" not in html


def test_a_minor_change_keeps_the_review_and_says_so(client, reviewed, editor, time_machine):
    on = Publication.objects.get().reviewed["on"]
    time_machine.move_to("2030-01-05 09:00")
    write(reviewed, "Litle is known.")
    reviewed.publish(by=editor, note="Spelling.", is_major=False)
    html = " ".join(client.get("/articles/sleep/").text.split())
    assert Publication.objects.get().reviewed["on"] == on
    assert "changed slightly since its review: 5 January 2030, Spelling." in html


def test_a_text_that_comes_back_has_its_signature_again(client, reviewed, editor):
    signed = Revision.objects.earliest("pk")
    write(reviewed, "More is known now.")
    reviewed.publish(by=editor, note="New evidence.")
    reviewed.show_again(signed, by=editor, note="That was wrong.")
    assert "Dr Ash" in client.get("/articles/sleep/").text


def test_overdue_is_said_from_the_day_after_and_by_nobodys_doing(client, reviewed, time_machine):
    time_machine.move_to("2027-03-14 12:00")
    assert "Overdue" not in client.get("/articles/sleep/").text
    time_machine.move_to("2027-03-15 12:00")
    html = client.get("/articles/sleep/").text
    assert "Overdue since" in html
    assert "This page is past the date of its next review." in html


def test_overdue_follows_the_day_of_the_site(client, reviewed, time_machine, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    time_machine.move_to("2027-03-14T12:00+00:00")
    assert "Overdue since" in client.get("/articles/sleep/").text


def test_nobody_signs_a_text_of_their_own(article, reviewer, editor):
    Article.objects.filter(pk=article.pk).update(created_by=reviewer)
    with pytest.raises(Refused, match="your own"):
        verdict(article, reviewer)
    article.created_by = editor
    article.save()
    article.authors.add(Person.objects.get())
    with pytest.raises(Refused, match="your own"):
        verdict(article, reviewer)


def test_an_account_that_is_no_person_signs_nothing(article, editor, reviewer):
    Person.objects.update(account=None)
    with pytest.raises(Refused, match="not linked to a person"):
        verdict(article, reviewer)


def test_what_was_handed_in_anew_is_not_signed_unseen(article, editor, reviewer):
    seen = article.hand_in(by=editor, version=article.version)
    article.hand_in(by=editor, version=article.version)
    with pytest.raises(Conflict):
        article.review(seen, by=reviewer, verdict="signed", remarks=[], next_due=DUE)
    assert HandingIn.objects.exists()


def test_two_reviewers_do_not_both_decide(article, editor, reviewer):
    handing = article.hand_in(by=editor, version=article.version)
    article.review(handing, by=reviewer, verdict="returned", remarks=[])
    with pytest.raises(Conflict):
        article.review(handing, by=reviewer, verdict="signed", remarks=[], next_due=DUE)


def test_a_signature_does_not_hold_for_what_was_tampered_with(article, editor, reviewer):
    review = verdict(article, reviewer)
    assert review.is_valid()
    Revision.objects.update(html="<p>Something else.</p>")
    assert not Review.objects.get().is_valid()
    with pytest.raises(Conflict):
        article.publish_signed(Review.objects.get(), by=editor, note="New.")


def test_what_was_tampered_with_cannot_be_signed(article, editor, reviewer):
    handing = article.hand_in(by=editor, version=article.version)
    Revision.objects.update(html="<p>Something else.</p>")
    with pytest.raises(Refused):
        article.review(HandingIn.objects.get(pk=handing.pk), by=reviewer, verdict="signed", remarks=[], next_due=DUE)


def test_publishing_what_was_signed_shows_that_very_revision(client, article, editor, reviewer):
    review = verdict(article, reviewer)
    write(article, "Not signed.")
    article.publish_signed(article.signed(), by=editor, note="First published.")
    assert Publication.objects.get().revision == review.revision
    assert "Not signed." not in client.get("/articles/sleep/").text
    assert "Dr Ash" in client.get("/articles/sleep/").text
    assert article.showings.get().why == "First published."


def test_what_was_signed_goes_out_with_what_its_sources_say_today(client, article, editor, reviewer):
    review = verdict(article, reviewer)
    Reference.objects.update(title="A corrected title")
    article.publish_signed(review, by=editor, note="First published.")
    html = client.get("/articles/sleep/").text
    assert "A corrected title" in html
    assert "Dr Ash" in html
    assert article.showings.count() == 2


def test_what_was_signed_goes_through_the_gate_like_all_else(article, editor, reviewer):
    RichText.objects.update(text='<h2>A</h2><h4>B</h4><p>C.<cite data-key="clauw2014"></cite></p>')
    review = verdict(article, reviewer)
    with pytest.raises(NotReady):
        article.publish_signed(review, by=editor, note="New.", override="A reason.")


def test_a_reason_to_pass_over_warnings_is_kept_with_what_was_signed(article, editor, reviewer):
    Article.objects.update(description="")
    review = verdict(article, reviewer)
    article.publish_signed(review, by=editor, note="New.", override="Written next week.")
    revision = Revision.objects.get()
    assert (revision.override_reason, revision.overridden[0]["rule"]) == ("Written next week.", "description")
    assert revision.is_intact()


def test_a_signature_older_than_what_readers_have_is_not_offered(article, editor, reviewer):
    handing = article.hand_in(by=editor, version=article.version)
    write(article, "Urgent.")
    article.publish(by=editor, note="Urgent.")
    article.review(handing, by=reviewer, verdict="signed", remarks=[], next_due=DUE)
    assert article.signed() is None


def test_a_signature_over_what_is_live_already_leaves_nothing_to_publish(reviewed):
    assert reviewed.signed() is None


def test_remarks_are_shown_until_the_page_is_handed_in_again(article, editor, reviewer):
    review = verdict(article, reviewer, "returned", [{"place": "block-1", "text": "Too sure."}])
    assert article.remarked() == review
    article.hand_in(by=editor, version=article.version)
    assert article.remarked() is None


def test_a_renewed_record_keeps_the_review(client, reviewed, editor):
    publication = Publication.objects.get()
    fresh = Revision.freeze(reviewed.snapshot(), page=reviewed, version=reviewed.version, by=editor, is_major=False)
    publication.turn_to(fresh)
    html = client.get("/articles/sleep/").text
    assert "Dr Ash" in html
    assert "lastReviewed" in html


def test_a_reviewer_has_a_page_while_a_live_page_bears_the_name(client, reviewed, editor):
    assert "Kratom and sleep" in client.get("/people/dr-ash/").text
    write(reviewed, "More is known now.")
    reviewed.publish(by=editor, note="New evidence.")
    assert client.get("/people/dr-ash/").status_code == 404


def test_what_goes_to_the_trash_waits_for_no_reviewer(article, editor):
    article.hand_in(by=editor, version=article.version)
    article.trash(by=editor)
    assert not HandingIn.objects.exists()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-03-14", 12, "2027-03-14"), ("2027-08-31", 6, "2028-02-29"), ("2026-12-31", 1, "2027-01-31")],
)
def test_so_many_months_later(day, months, later):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(later)
