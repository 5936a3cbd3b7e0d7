"""Freezing: a letter is made once, and then stays as it is for everybody."""

from __future__ import annotations

import hashlib

import pytest
import time_machine
from django.utils import timezone

from articles.models import Publication
from newsletter.composing import freeze
from newsletter.models.issue import Carried, Issue
from newsletter.models.letter import LetterText
from newsletter.personal import Personal
from tests.newsletter.letters import claim_for, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(site, published, picture):
    """A campaign with a block of each kind."""
    return write("<p>Good morning.</p>", published, picture)


def test_freezing_keeps_the_bytes_and_their_hash(letter):
    issue = freeze(letter)
    assert issue.sha256 == hashlib.sha256(bytes(issue.message)).hexdigest()
    assert b"Q7HOLELEAVEHOLE7Q" in bytes(issue.message)
    assert issue.number == 1


def test_freezing_twice_keeps_the_first(letter):
    first = freeze(letter)
    LetterText.objects.update(text="<p>Other</p>")
    assert freeze(letter) == first
    assert Issue.objects.count() == 1


def test_nothing_that_is_changed_afterwards_changes_what_people_get(letter, active, site, publication):
    freeze(letter)
    claimed = claim_for(active, letter)
    with time_machine.travel(timezone.now(), tick=False):
        before = Personal.of(letter).letter_for(claimed)
        LetterText.objects.update(text="<p>Other</p>")
        type(letter).objects.update(subject="Other", sender_name="Other", preheader="Other")
        Publication.objects.update(title="Other")
        site.name = site.disclaimer = site.postal_address = "Other"
        site.save()
        assert Personal.of(letter).letter_for(claimed) == before


def test_an_article_is_told_as_it_was_and_which_revision_is_kept(letter, article, editor, publication):
    issue = freeze(letter)
    article.title = "A better title"
    article.publish(by=editor, note="Better.")
    assert [(each.page_id, each.revision_id) for each in Carried.objects.filter(issue=issue)] == [
        (article.pk, publication.revision_id)
    ]
    assert publication.title in issue.html


def test_issues_are_numbered_in_the_order_of_freezing_and_some_have_none(site):
    numbers = [freeze(write(in_archive=shown)).number for shown in (True, False, True)]
    assert numbers == [1, None, 2]


def test_a_subject_stays_within_its_column_after_its_fields(site):
    site.name = "A rather long name of a site, all in all"
    site.save()
    assert len(freeze(write(subject="[[site]] " * 16)).subject) == 150
