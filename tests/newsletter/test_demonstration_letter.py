"""The letter of the demonstration: complete, a draft, and honest about what it is."""

from __future__ import annotations

import pytest

from articles.models import Article, Picture, RichText, Topic
from newsletter.composing import compose
from newsletter.demonstration import load
from newsletter.demonstration_letter import PATHS, load_letter
from newsletter.models import Campaign, Issue, LetterArticle, LetterPicture, LetterText, Segment, Subscriber
from newsletter.models.campaign import State


@pytest.fixture
def loaded(site, editor, picture) -> Campaign:
    """As after the demonstration of the articles: its two pages are live."""
    for slug in ("safety", "pain"):
        Topic.objects.create(name=slug.capitalize(), slug=slug)
    for path in PATHS:
        page = Article.objects.create(title=path.title(), slug=path.partition("/")[2], standfirst="About it.")
        RichText.objects.create(parent=page, text="<p>Words.</p>", ordering=10)
        page.publish(by=editor, override="Of no matter here.")
    Picture.objects.update(key="leaf")
    load(by=editor, extra={}, progress=lambda *_: None)
    return Campaign.objects.get()


def test_it_is_a_draft_with_every_kind_of_block(loaded):
    assert loaded.state == State.DRAFT
    counts = [kind.objects.filter(parent=loaded).count() for kind in (LetterText, LetterArticle, LetterPicture)]
    assert counts == [2, 2, 1]


def test_it_says_what_it_is_and_holds_no_field_that_nobody_knows(loaded):
    letter = compose(loaded)
    assert "demonstration" in letter.subject
    assert "goes to nobody unless you send it" in " ".join(letter.text.split())
    assert "[[" not in letter.text + letter.html
    assert letter.text.count("About it.") == 2


def test_no_letter_is_said_to_have_been_sent(loaded, client):
    assert not Issue.objects.exists()
    assert "No letter has been sent yet" in client.get("/newsletter/issues/").text


def test_its_segment_means_some_and_not_all(loaded):
    assert loaded.segment == Segment.objects.get()
    assert 0 < loaded.segment.audience().count() < Subscriber.objects.active().count()


def test_a_second_time_adds_none(loaded, editor):
    assert load_letter(by=editor) is False
    Campaign.objects.update(subject="Mine now")
    load(by=editor, extra={}, progress=lambda *_: None)
    assert (Campaign.objects.count(), Segment.objects.count(), LetterText.objects.count()) == (1, 1, 2)


def test_without_the_articles_there_is_still_a_letter(site, editor):
    assert load_letter(by=editor)
    assert not LetterArticle.objects.exists()
