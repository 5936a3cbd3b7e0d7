"""The form of a source: identifiers are kept in one form, one source has one record, the key is suggested."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.forms import modelform_factory

from articles.admin.source_form import HINTS, SourceForm
from articles.models import Reference

pytestmark = pytest.mark.slow  # each draws the whole form

ADD = "/admin/articles/reference/add/"
TYPED = {"type": "article", "title": "Kratom use", "authors": "Garcia-Romeu A\nCox DJ", "issued": "2020-05"}


def test_identifiers_may_be_pasted_with_their_addresses(at_desk):
    pasted = {"doi": "https://doi.org/10.1001/JAMA.2014.3266", "pmid": "https://pubmed.ncbi.nlm.nih.gov/24737367/"}
    at_desk.post(
        ADD, TYPED | pasted | {"pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/PMC12/", "isbn": "0-306-40615-2"}
    )
    reference = Reference.objects.get()
    said = (reference.doi, reference.pmid, reference.pmcid, reference.isbn)
    assert said == ("10.1001/jama.2014.3266", "24737367", "PMC12", "9780306406157")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("doi", "jama.2014", "A DOI begins with 10."),
        ("pmid", "PMC12", "One that begins with PMC is a PMCID."),
        ("pmcid", "12", "A PMCID is PMC and digits"),
        ("isbn", "0-306-40615-3", "look for a slip in typing"),
        ("issued", "2020-13", "Write the date"),
        ("issued", "last year", "Write the date"),
        ("n", "9" * 30, "less than or equal to"),
        ("free_url", "javascript:alert(1)", "Enter a valid URL"),
        ("key", "Two words", "small letters, digits and hyphens"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(at_desk, field, typed, sentence):
    html = at_desk.post(ADD, TYPED | {field: typed}).text
    assert sentence in html
    assert "Garcia-Romeu A" in html
    assert not Reference.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("doi", "10.1000/x"), ("pmid", "12"), ("pmcid", "PMC12")])
def test_a_second_record_with_the_same_number_is_refused_with_a_link_to_the_first(at_desk, field, value):
    first = Reference.objects.create(key="first", title="First", **{field: value})
    html = at_desk.post(ADD, TYPED | {field: value}).text
    assert f'<a href="/admin/articles/reference/{first.pk}/change/">first: First</a>' in html
    assert Reference.objects.count() == 1


def test_chapters_of_one_book_share_its_isbn_and_books_do_not(at_desk):
    Reference.objects.create(key="first", type="book", title="First", isbn="9780306406157")
    at_desk.post(ADD, TYPED | {"type": "chapter", "isbn": "9780306406157"})
    assert Reference.objects.count() == 2
    assert (
        "holds a source with this ISBN already"
        in at_desk.post(ADD, TYPED | {"type": "book", "isbn": "0306406152"}).text
    )


def test_a_record_that_was_merged_leads_to_the_one_that_is_left(at_desk, reference):
    Reference.objects.create(key="old", title="Old", pmid="12", merged_into=reference)
    assert (
        f'href="/admin/articles/reference/{reference.pk}/change/">clauw2014'
        in at_desk.post(ADD, TYPED | {"pmid": "12"}).text
    )


def test_one_saved_in_the_same_moment_is_found_and_told(at_desk, monkeypatch):
    """The form looked before the other was saved, so the database refuses it; the form then looks again."""
    Reference.objects.create(key="first", title="First", doi="10.1000/x")
    blind = [True, True]
    looking, checking = SourceForm.rival, Reference.validate_unique
    monkeypatch.setattr(SourceForm, "rival", lambda *a: None if blind else looking(*a))
    monkeypatch.setattr(Reference, "validate_unique", lambda *a, **k: None if blind else checking(*a, **k))
    saving = Reference.save

    def save(self, **kwargs):
        try:
            saving(self, **kwargs)
        except IntegrityError:
            blind.clear()
            raise

    monkeypatch.setattr(Reference, "save", save)
    response = at_desk.post(ADD, TYPED | {"doi": "10.1000/x"})
    assert response.status_code == 200
    assert "holds a source with this DOI already" in response.text


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ({}, "garciaromeu2020"),
        ({"authors": "Häuser W"}, "hauser2020"),
        ({"authors": "{US Food and Drug Administration}", "issued": ""}, "us-food-and-drug-administration"),
        ({"authors": "", "editors": "Baker PN"}, "baker2020"),
        ({"authors": "", "title": "☃", "issued": ""}, "source"),
        ({"authors": "Clauw DJ", "issued": "2014"}, "clauw2014b"),
        ({"key": "mine"}, "mine"),
    ],
)
def test_the_key_is_made_of_author_and_year_unless_one_is_typed(at_desk, reference, typed, key):
    at_desk.post(ADD, TYPED | typed)
    assert Reference.objects.exclude(pk=reference.pk).get().key == key


def test_each_type_says_what_it_asks_for(at_desk):
    form = modelform_factory(Reference, form=SourceForm, fields=["type", "publisher"])({"type": "thesis"})
    assert form.fields["publisher"].help_text == "The university."
    assert set(HINTS) == {kind for kind, _ in Reference.TYPES}
    assert "data-hints" in at_desk.get(ADD).text


def test_hostile_words_stay_words_in_list_form_and_merging(at_desk, reference):
    hostile = '"><script>alert(1)</script>'
    names = (
        "title",
        "authors",
        "editors",
        "container",
        "publisher",
        "place",
        "edition",
        "funding",
        "finding",
        "species",
    )
    other = Reference.objects.create(key="hostile", **dict.fromkeys(names, hostile))
    address = f"/admin/articles/reference/{reference.pk}/merge/?other={other.pk}"
    for path in ("/admin/articles/reference/", f"/admin/articles/reference/{other.pk}/change/", address):
        assert "<script>alert(1)" not in at_desk.get(path).text
