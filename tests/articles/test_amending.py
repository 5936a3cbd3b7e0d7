"""A shared record that pages show is saved after a second look only, and nothing that anybody typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from articles.models import Amendment, Publication, Reference, Renewal
from tests.articles.library import address, asked, confirm, form_of, typed
from tests.articles.many import pages_citing

pytestmark = pytest.mark.django_db
NEW = "A corrected title"


@pytest.fixture
def other(person) -> Client:
    client = Client()
    client.force_login(person("second", "Editor"))
    return client


def test_saving_what_a_live_page_shows_saves_nothing_and_asks(at_desk, published, reference):
    answer = typed(at_desk, reference, title=NEW)
    reference.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, address(reference, "confirm"))
    assert reference.title != NEW
    assert not Renewal.objects.exists()


def test_the_question_shows_the_page_before_and_after(at_desk, published, reference):
    typed(at_desk, reference, title=NEW)
    text = at_desk.get(address(reference, "confirm")).text
    assert "1 live page will change" in text
    assert "<ins>A corrected title</ins>" in text
    assert "Kratom and sleep" in text


def test_confirming_saves_and_the_page_follows(at_desk, published, reference, django_capture_on_commit_callbacks):
    typed(at_desk, reference, title=NEW)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(at_desk, reference)
    reference.refresh_from_db()
    assert reference.title == NEW
    assert NEW in Publication.objects.get().html
    assert not Amendment.objects.exists()


@pytest.mark.slow
def test_cancelling_saves_nothing(at_desk, published, reference):
    typed(at_desk, reference, title=NEW)
    confirm(at_desk, reference, "_cancel")
    reference.refresh_from_db()
    assert reference.title != NEW
    assert not Amendment.objects.exists()


@pytest.mark.slow
def test_going_back_to_the_form_finds_what_was_typed(at_desk, published, reference):
    typed(at_desk, reference, title=NEW)
    assert NEW in at_desk.get(f"{address(reference)}?typed=1").text


@pytest.mark.slow
def test_what_no_page_shows_is_saved_at_once(at_desk, reference):
    typed(at_desk, reference, title=NEW)
    reference.refresh_from_db()
    assert reference.title == NEW


@pytest.mark.slow
def test_a_note_that_no_reader_sees_is_saved_at_once(at_desk, published, reference):
    typed(at_desk, reference, private_note="Ask again.")
    reference.refresh_from_db()
    assert reference.private_note == "Ask again."


def test_who_saves_second_is_shown_what_the_first_saved_and_loses_nothing(at_desk, other, published, reference):
    opened = form_of(at_desk, reference)
    typed(other, reference, title="Theirs")
    confirm(other, reference)
    at_desk.post(address(reference), opened | {"design": "Trial"})
    screen = at_desk.get(address(reference, "confirm")).text
    assert "Somebody saved this meanwhile" in screen
    assert "Theirs" in screen
    confirm(at_desk, reference)
    reference.refresh_from_db()
    assert (reference.title, reference.design) == ("Theirs", "Trial")


@pytest.mark.slow
def test_a_save_between_the_question_and_the_answer_is_looked_at_again(at_desk, other, published, reference):
    typed(at_desk, reference, design="Trial")
    seen = asked(at_desk, reference)["seen"]
    typed(other, reference, title="Theirs")
    confirm(other, reference)
    answer = confirm(at_desk, reference, seen=seen)
    reference.refresh_from_db()
    assert (answer.status_code, reference.design) == (409, "Review")
    assert "Theirs" in answer.text


@pytest.mark.slow
def test_what_waits_belongs_to_who_typed_it(at_desk, other, published, reference):
    typed(at_desk, reference, title=NEW)
    assert other.get(address(reference, "confirm"))["Location"] == address(reference)


def test_confirming_asks_for_the_right_once_more(at_desk, editor, published, reference):
    typed(at_desk, reference, title=NEW)
    waiting = Amendment.objects.get()
    editor.groups.clear()
    answer = at_desk.post(address(reference, "confirm"), {"typed": waiting.pk, "seen": "", "_confirm": "1"})
    reference.refresh_from_db()
    assert (answer.status_code, reference.title == NEW) == (403, False)


@pytest.mark.slow
def test_confirming_cannot_save_a_second_source_with_the_same_doi(at_desk, published, reference):
    typed(at_desk, reference, doi="10.1000/new", title=NEW)
    Reference.objects.create(key="other", title="Quicker", doi="10.1000/new")
    answer = confirm(at_desk, reference)
    assert answer.status_code == 409
    assert "cannot be saved any more" in answer.text
    assert Amendment.objects.exists()


@pytest.mark.slow
def test_a_forged_beginning_counts_as_none(at_desk, published, reference):
    at_desk.post(address(reference), form_of(at_desk, reference) | {"title": NEW, "based_on": "x\x00'"})
    assert Amendment.objects.get().fields == {"title": NEW}


@pytest.mark.slow
@pytest.mark.parametrize("number", ["0", "x", "99", "9" * 40])
def test_odd_numbers_of_a_list_are_no_error(at_desk, published, reference, number):
    typed(at_desk, reference, title=NEW)
    assert at_desk.get(address(reference, "confirm"), {"page": number}).status_code in (200, 404)


@pytest.mark.slow
def test_the_question_asks_no_more_for_many_pages(at_desk, published, reference, editor, django_assert_max_num_queries):
    pages_citing(30, published, editor)
    typed(at_desk, reference, title=NEW)
    with django_assert_max_num_queries(30):
        text = at_desk.get(address(reference, "confirm")).text
    assert "31 live pages will change" in text
