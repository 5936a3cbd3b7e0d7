"""The history of a page: what was frozen, what was shown when, who signed it, and the choice of two to compare."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from articles.models import Article, Person, Review, Revision
from tests.articles.screen import Screen


@pytest.fixture
def address(article):
    return f"/admin/articles/article/{article.pk}/history/"


@pytest.fixture
def sign_in():
    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def chosen(client, address):
    """What the form would ask to compare."""
    (form,) = [form for form in html.fromstring(client.get(address).content).forms if form.method == "GET"]
    return {name: value for name, value in form.form_values() if name in ("from", "to")}


def frozen(page, editor, number):
    """So many more revisions, oldest first."""
    return [
        Revision.freeze(page.snapshot(), page=page, version=0, by=editor, note=f"Number {n}") for n in range(number)
    ]


def test_what_readers_see_and_the_working_copy_are_chosen_first(at_desk, published, address):
    Screen(at_desk, published).type(title="Changed").save()
    assert chosen(at_desk, address) == {"from": str(published.publication.revision_id), "to": "working"}


def test_where_nothing_changed_since_the_last_two_are_chosen(at_desk, published, editor, address):
    published.publish(by=editor, note="Once more.")
    new, old = published.revisions.values_list("pk", flat=True)
    assert chosen(at_desk, address) == {"from": str(old), "to": str(new)}


def test_a_choice_lasts_from_page_to_page(at_desk, published, editor, address):
    old, *_, new = frozen(published, editor, 70)
    choice = {"from": str(old.pk), "to": str(new.pk)}
    assert chosen(at_desk, f"{address}?p=2&from={old.pk}&to={new.pk}") == choice


def test_the_chosen_ones_come_first_in_the_address_of_a_comparison(at_desk, published, address):
    response = at_desk.get(f"{address}compare/", chosen(at_desk, address))
    assert response.status_code == 200


def test_whoever_signed_a_revision_is_named(at_desk, published, editor, person, address):
    reviewer = Person.objects.create(key="reviewer", name="Demo reviewer", account=person("reviewer", "Reviewer"))
    handing = published.hand_in(by=editor, version=published.version)
    Review.give(handing, by=reviewer.account, verdict="signed", remarks=[], next_due=None)
    assert "Signed by Demo reviewer" in at_desk.get(address).text


def test_a_returned_revision_is_not_called_signed(at_desk, published, editor, person, address):
    reviewer = Person.objects.create(key="reviewer", name="Demo reviewer", account=person("reviewer", "Reviewer"))
    handing = published.hand_in(by=editor, version=published.version)
    Review.give(handing, by=reviewer.account, verdict="returned", remarks=[], next_due=None)
    assert "Signed by" not in at_desk.get(address).text


def test_each_row_leads_to_the_frozen_text_and_back_again(at_desk, published, address):
    words = at_desk.get(address).text
    revision = published.revisions.get()
    for way in ("", "readers/", "working/"):
        assert f'href="{address}{revision.pk}/{way}"' in words


@pytest.mark.parametrize("group", ["Auditor", "Reviewer", "Writer"])
def test_who_only_reads_is_offered_no_way_back(person, sign_in, published, address, group):
    words = sign_in(person("somebody", group)).get(address).text
    assert "First published." in words
    assert "Back to readers" not in words
    assert "Into the working copy" not in words


def test_a_bystander_sees_no_history(bystander, sign_in, published, address):
    assert sign_in(bystander).get(address).status_code == 403


@pytest.mark.slow
def test_two_hundred_revisions_cost_no_more_than_one(
    at_desk, published, editor, address, django_assert_max_num_queries
):
    frozen(published, editor, 200)
    with django_assert_max_num_queries(12):
        words = at_desk.get(address).text
    assert "Page 1 of 7" in words
    assert words.count("Number ") == 30


def test_a_hostile_note_is_only_words(at_desk, article, editor, address):
    Article.objects.get().publish(by=editor, note="<script>alert(1)</script>")
    words = at_desk.get(address).text
    assert "&lt;script&gt;alert(1)" in words
    assert "<script>alert" not in words


@pytest.mark.parametrize("key", ["0", "9" * 18, "9" * 30])
def test_a_revision_that_is_not_there_is_not_found(at_desk, published, address, key):
    for way in ("", "readers/", "working/"):
        assert at_desk.get(f"{address}{key}/{way}").status_code == 404
