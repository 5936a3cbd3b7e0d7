"""The screens of a review: a writer hands in, a reviewer reads, remarks, signs or returns, an editor publishes it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Callout, HandingIn, Person, Publication, Review
from tests.articles.screen import Screen

DUE = (timezone.localdate() + timedelta(days=365)).isoformat()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def at_writing(writer, article) -> Client:
    """The writer of the article, signed in."""
    Article.objects.filter(pk=article.pk).update(created_by=writer)
    return signed_in(writer)


@pytest.fixture
def at_review(reviewer) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def address(article) -> str:
    return f"/admin/articles/article/{article.pk}/"


@pytest.fixture
def handed_in(at_writing, article, address) -> HandingIn:
    note = {"version": article.version, "note": "Please look at the numbers."}
    assert at_writing.post(f"{address}hand-in/", note).status_code == 302
    return HandingIn.objects.get()


def judge(handing: HandingIn, verdict: str, **more: str) -> dict[str, str]:
    return {"revision": handing.revision_id, "verdict": verdict, "next_due": DUE} | more


def test_the_button_saves_what_is_typed_and_leads_on(at_writing, article, address):
    response = Screen(at_writing, article).type(title="Kratom and rest").save("_hand_in")
    article.refresh_from_db()
    assert (article.title, response["Location"]) == ("Kratom and rest", f"{address}hand-in/")


def test_what_is_handed_in_is_frozen_and_readers_see_nothing(client, at_writing, article, handed_in):
    Screen(at_writing, article).type(title="Written after it").save()
    assert handed_in.revision.snapshot.title == "Kratom and sleep"
    assert client.get("/articles/sleep/").status_code == 404


def test_what_somebody_saved_after_the_look_is_not_handed_in_unseen(at_writing, article, address):
    Screen(at_writing, article).type(title="Changed meanwhile").save()
    response = at_writing.post(f"{address}hand-in/", {"version": article.version, "note": ""})
    assert response.status_code == 409
    assert not HandingIn.objects.exists()


def test_an_unfinished_page_can_be_handed_in_and_says_what_it_lacks(at_writing, article, address):
    Article.objects.filter(pk=article.pk).update(description="")
    words = at_writing.get(f"{address}hand-in/").text
    assert "What publishing will ask about" in words
    assert "The standfirst, which stands for the description," in words


def test_the_reviewer_reads_it_with_what_the_writer_asks(at_review, handed_in, address):
    words = at_review.get(f"{address}review/").text
    assert "Please look at the numbers." in words
    assert "Readers have nothing of this page yet" in words
    assert f"{address}history/{handed_in.revision_id}/" in words
    assert "Remark on Block 1, text" in words
    assert "Remark on Question 1" in words


def test_the_reviewer_reads_it_compared_with_what_is_live(at_review, published, editor, address):
    published.richtext_set.update(text='<p>Much.<cite data-key="clauw2014"></cite></p>')
    published.hand_in(by=editor, version=published.version)
    words = at_review.get(f"{address}review/").text
    assert "<ins>Much</ins>" in words
    assert "Question 1: unchanged" in words


def test_the_next_review_is_proposed_after_the_months_of_the_site(at_review, handed_in, address, time_machine):
    time_machine.move_to("2026-03-14T12:00+00:00")
    assert 'value="2027-03-14"' in at_review.get(f"{address}review/").text


def test_signing_names_the_person_and_the_day(at_review, handed_in, address):
    response = at_review.post(f"{address}review/", judge(handed_in, "signed"))
    assert response.status_code == 302
    review = Review.objects.get()
    assert (review.verdict, review.person.name) == ("signed", Person.objects.get().name)
    assert review.next_due == date.fromisoformat(DUE)
    assert review.sha256 == handed_in.revision.sha256


@pytest.mark.parametrize("due", ["", "2020-01-01", "never"])
def test_a_signature_needs_a_day_to_come(at_review, handed_in, address, due):
    assert at_review.post(f"{address}review/", judge(handed_in, "signed", next_due=due)).status_code == 422
    assert not Review.objects.exists()


def test_returning_needs_a_remark(at_review, handed_in, address):
    response = at_review.post(f"{address}review/", judge(handed_in, "returned"))
    assert response.status_code == 422
    assert "Say what has to change" in response.text
    assert HandingIn.objects.exists()


def test_what_was_remarked_is_on_the_screen_again_after_a_slip(at_review, handed_in, address):
    remark = {"remark-block-1": "Too sure.", "next_due": ""}
    assert "Too sure." in at_review.post(f"{address}review/", judge(handed_in, "signed", **remark)).text


def test_the_writer_reads_the_remarks_beside_the_text_until_it_is_handed_in_again(
    at_review, at_writing, handed_in, article, address
):
    at_review.post(f"{address}review/", judge(handed_in, "returned", **{"remark-block-1": "Too sure."}))
    words = at_writing.get(f"{address}change/").text
    assert '<a href="#block-1">Block 1, text</a>' in words
    assert "Too sure." in words
    at_writing.post(f"{address}hand-in/", {"version": article.version, "note": ""})
    assert "Too sure." not in at_writing.get(f"{address}change/").text


def test_what_was_handed_in_meanwhile_is_not_signed_unseen(at_review, handed_in, article, editor, address):
    seen = judge(handed_in, "signed")
    article.hand_in(by=editor, version=article.version)
    response = at_review.post(f"{address}review/", seen)
    assert response.status_code == 422
    assert "Another text was handed in meanwhile" in response.text
    assert not Review.objects.exists()


def test_where_somebody_was_quicker_nothing_is_signed_twice(at_review, handed_in, address):
    at_review.post(f"{address}review/", judge(handed_in, "signed"))
    assert at_review.post(f"{address}review/", judge(handed_in, "signed")).status_code == 409
    assert Review.objects.count() == 1


def test_nobody_is_offered_to_sign_a_text_of_their_own(at_review, reviewer, handed_in, article, address):
    Article.objects.filter(pk=article.pk).update(created_by=reviewer)
    words = at_review.get(f"{address}review/").text
    assert "This is a text of your own." in words
    assert "Sign it" not in words
    assert at_review.post(f"{address}review/", judge(handed_in, "signed")).status_code == 409
    assert not Review.objects.exists()


@pytest.mark.parametrize("role", ["writer", "editor", "auditor"])
def test_only_a_reviewer_reviews(role, request, handed_in, address):
    client = signed_in(request.getfixturevalue(role))
    assert client.get(f"{address}review/").status_code == 403
    assert client.post(f"{address}review/", judge(handed_in, "signed")).status_code == 403


@pytest.mark.parametrize("role", ["reviewer", "auditor"])
def test_who_only_reads_hands_nothing_in(role, request, article, address):
    client = signed_in(request.getfixturevalue(role))
    assert client.post(f"{address}hand-in/", {"version": article.version, "note": ""}).status_code == 403
    assert b"_hand_in" not in client.get(f"{address}change/").content


def test_a_writer_does_not_hand_in_what_others_write(writer, article, address):
    response = signed_in(writer).post(f"{address}hand-in/", {"version": article.version, "note": ""})
    assert response.status_code == 403


@pytest.fixture
def signed(at_review, handed_in, address) -> Review:
    at_review.post(f"{address}review/", judge(handed_in, "signed"))
    return Review.objects.get()


def test_the_editor_is_offered_what_was_signed(at_desk, article, signed, address):
    Screen(at_desk, article).type(title="Written after it").save()
    words = at_desk.get(f"{address}publish/").text
    assert f'href="{address}publish/signed/"' in words
    assert "it would go out unreviewed" in words


def test_publishing_what_was_signed_shows_that_and_nothing_later(client, at_desk, article, signed, address):
    Screen(at_desk, article).type(title="Written after it").save()
    chosen = {"revision": signed.revision_id, "note": "First published."}
    assert at_desk.post(f"{address}publish/signed/", chosen).status_code == 302
    html = client.get("/articles/sleep/").text
    assert "Kratom and sleep</h1>" in html
    assert signed.person.name in html


def test_another_signature_than_the_one_on_the_screen_is_not_published(at_desk, signed, address):
    response = at_desk.post(f"{address}publish/signed/", {"revision": signed.revision_id + 1, "note": "New."})
    assert response.status_code == 422
    assert not Publication.objects.exists()


def test_what_was_signed_needs_a_reason_for_a_warning_too(at_desk, at_review, article, editor, address):
    for number in range(3):
        Callout.objects.create(parent=article, urgency="caution", heading="Mind", text="<p>This.</p>", ordering=number)
    handing = article.hand_in(by=editor, version=article.version)
    at_review.post(f"{address}review/", judge(handing, "signed"))
    chosen = {"revision": handing.revision_id, "note": "New."}
    assert at_desk.post(f"{address}publish/signed/", chosen).status_code == 422
    assert at_desk.post(f"{address}publish/signed/", chosen | {"override": "Three dangers."}).status_code == 302
    assert Publication.objects.get().revision.override_reason == "Three dangers."


def test_where_nothing_was_signed_the_screen_leads_back(at_desk, article, address):
    assert at_desk.get(f"{address}publish/signed/")["Location"] == f"{address}publish/"


def test_a_page_of_forty_blocks_is_reviewed_with_a_bounded_number_of_queries(
    at_review, article, editor, address, django_assert_max_num_queries
):
    for number in range(40):
        article.richtext_set.create(text=f"<p>Words {number}.</p>", ordering=100 + number)
    article.hand_in(by=editor, version=article.version)
    with django_assert_max_num_queries(14):
        assert at_review.get(f"{address}review/").status_code == 200
