"""A copy of a letter: the same words, a life of its own."""

from __future__ import annotations

import pytest

from newsletter.models import Campaign, LetterArticle, LetterPicture, LetterText, Segment
from newsletter.models.campaign import State
from tests.newsletter.writing import a_letter, at


@pytest.fixture
def copied(at_desk, newsletter_staff, published, picture):
    """Out of a letter that was sent."""
    facts = {"segment": Segment.objects.create(name="Sleepers"), "in_archive": False, "reply_to": "us@example.org"}
    letter = a_letter(State.SENT, by=newsletter_staff, **facts)
    LetterArticle.objects.create(parent=letter, ordering=20, page_id=published.pk, words="Read this.")
    LetterPicture.objects.create(parent=letter, ordering=30, picture=picture)
    answer = at_desk.post(at("copy", letter), {"is_confirmed": "1"})
    copy = Campaign.objects.exclude(pk=letter.pk).get()
    assert answer["Location"] == at("change", copy)
    return letter, copy


def test_it_has_the_same_words_articles_and_pictures(copied):
    letter, copy = copied
    for kind, name in ((LetterText, "text"), (LetterArticle, "page_id"), (LetterPicture, "picture_id")):
        assert (
            kind.objects.filter(parent=copy).values_list(name, "ordering", "region").get()
            == kind.objects.filter(parent=letter).values_list(name, "ordering", "region").get()
        )


def test_and_the_same_audience_and_sender(copied):
    letter, copy = copied
    for name in ("subject", "segment", "in_archive", "reply_to"):
        assert getattr(copy, name) == getattr(letter, name)


def test_but_is_a_draft_without_hour_check_or_past(copied, newsletter_staff):
    _, copy = copied
    assert (copy.state, copy.send_at, copy.send_until, copy.checked_version, copy.audience) == (
        State.DRAFT,
        *[None] * 4,
    )
    assert (copy.created_by, copy.steps.get().why) == (newsletter_staff, "Copied from “What is new”")


def test_the_first_stays_as_it_was(copied):
    letter, copy = copied
    LetterText.objects.filter(parent=copy).update(text="<p>Other.</p>")
    letter.refresh_from_db()
    assert (letter.state, LetterText.objects.get(parent=letter).text) == (State.SENT, "<p>Good morning.</p>")


@pytest.mark.parametrize("state", list(State))
def test_every_letter_can_be_copied(at_desk, newsletter_staff, state):
    letter = a_letter(state, by=newsletter_staff)
    assert at_desk.post(at("copy", letter), {"is_confirmed": "1"}).status_code == 302


def test_looking_copies_nothing(at_desk, newsletter_staff):
    at_desk.get(at("copy", a_letter(by=newsletter_staff)))
    assert Campaign.objects.count() == 1
