"""Before a letter goes out: its subject, its sender, its blocks and its words."""

from __future__ import annotations

import pytest

from articles.models import Picture
from newsletter.composing import freeze
from newsletter.models.campaign import Campaign, State
from newsletter.models.letter import LetterArticle, LetterPicture
from tests.newsletter.letters import write
from tests.newsletter.preflight import TEXT, found, names, said


@pytest.fixture(autouse=True)
def _set_up(settings, site, active):
    settings.NEWSLETTER_DKIM_SELECTORS = ["news"]


def test_nothing_is_found_in_a_letter_that_lacks_nothing(published, picture):
    assert found(write(TEXT, published, picture)) == []


def test_everything_is_told_at_once(site):
    site.postal_address, site.sender_email = "", "newsletter@localhost.localdomain"
    site.save()
    assert {("stop", "empty"), ("stop", "subject"), ("stop", "sender"), ("stop", "postal address")} <= names(
        write(subject="")
    )


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"subject": ""}, ("stop", "subject")),
        ({"subject": " \u200e\n "}, ("stop", "subject")),
        ({"subject": "A" + "b" * 75}, ("warning", "subject length")),
        ({"subject": "NEWS OF THE MONTH"}, ("warning", "capitals")),
        ({"subject": "Re: your question"}, ("warning", "true subject")),
        ({"subject": "FWD : November"}, ("warning", "true subject")),
        ({"preheader": ""}, ("warning", "preheader")),
        ({"preheader": "NOVEMBER"}, ("warning", "preheader")),
        ({"sender_email": "news@localhost"}, ("stop", "sender")),
        ({"sender_email": "no address"}, ("stop", "sender")),
        ({"sender_email": "a@b@example.org"}, ("stop", "sender")),
        ({"sender_email": "news@machine.local"}, ("stop", "sender")),
        ({"sender_email": "näws@example.org"}, ("stop", "sender")),
        ({"reply_to": "no address"}, ("stop", "answers")),
        ({"subject": "Of [[month]]"}, ("stop", "merge field")),
        ({"preheader": "Dear {{ name }}"}, ("stop", "merge field")),
        ({"preheader": "Dear *|FNAME|*"}, ("stop", "merge field")),
        ({"subject": "Of [[site"}, ("stop", "merge field")),
    ],
)
def test_what_a_field_lacks_is_told(fields, finding):
    assert names(write(TEXT, **fields)) == {finding}


@pytest.mark.parametrize("subject", ["FAQ 2", "Reviewed: three pages", "Report of November", "Of [[site]]", "Über Öl"])
def test_a_plain_subject_is_let_be(subject):
    assert names(write(TEXT, subject=subject)) == set()


@pytest.mark.parametrize(("state", "expected"), [(State.SENT, {("warning", "same subject")}), (State.CANCELLED, set())])
def test_the_subject_of_the_last_letter_that_went_out_is_not_taken_twice(state, expected):
    last = write(TEXT, subject="NOVEMBER news")
    freeze_in(last, state)
    assert names(write(TEXT, subject="November News")) == expected


def freeze_in(campaign: Campaign, state: State) -> None:
    freeze(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(state=state)


@pytest.mark.parametrize("blocks", [[], ["<p> </p>"], ["<p>\u00a0</p>", "<ul><li></li></ul>"]])
def test_a_letter_without_a_word_is_stopped(blocks):
    assert ("stop", "empty") in names(write(*blocks))


def test_an_article_that_was_withdrawn_is_named_by_the_address_it_had(published, editor):
    campaign = write(TEXT, published)
    published.withdraw(by=editor, why="It was wrong.")
    assert names(campaign) == {("stop", "article")}
    assert "/articles/sleep/ is not live any more" in said(campaign)


def test_blocks_that_name_nothing_are_stopped():
    campaign = write(TEXT)
    LetterArticle.objects.create(parent=campaign, ordering=20)
    LetterPicture.objects.create(parent=campaign, ordering=30)
    assert names(campaign) == {("stop", "article"), ("stop", "picture")}
    assert "Block 2 names no article" in said(campaign)


@pytest.mark.parametrize(("is_decorative", "expected"), [(False, {("stop", "alt")}), (True, set())])
def test_a_picture_speaks_or_is_decorative(picture, is_decorative, expected):
    Picture.objects.update(alt=" ", is_decorative=is_decorative)
    assert names(write(TEXT, picture)) == expected


def test_the_picture_of_an_article_speaks_too(published):
    live = published.publication
    live.card["picture"] = {"alt": "", "decorative": False, "renditions": [], "credit": ""}
    live.save()
    assert names(write(TEXT, published)) == {("stop", "alt")}


@pytest.mark.parametrize("text", ["Dear [[name]],", "Dear [[<strong>name</strong>]],", "Dear {{first name}},"])
def test_a_field_that_nobody_fills_is_stopped_wherever_it_stands(text):
    campaign = write(f"<p>{text}</p>")
    assert names(campaign) == {("stop", "merge field")}
    assert "name" in said(campaign)


def test_what_may_be_filled_in_is_filled_in():
    assert names(write('<p>[[site]] keeps <a href="[[archive]]">all letters</a>.</p>')) == set()


@pytest.mark.parametrize("text", ["It cures pain.", "A miracle, some would say.", "Completely safe!"])
def test_a_promise_is_worth_a_look(text):
    assert names(write(f"<p>{text}</p>")) == {("warning", "promise")}


@pytest.mark.parametrize("text", ["Nobody knows whether it heals.", "Does it cure?", "People report that it cures."])
def test_who_asks_or_reports_promises_nothing(text):
    assert names(write(f"<p>{text}</p>")) == set()


def test_what_is_still_to_be_written_is_worth_a_look():
    assert names(write("<p>TODO: the numbers.</p>")) == {("warning", "placeholder")}
