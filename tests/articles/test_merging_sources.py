"""Two records of one source become one: every citation follows, no text of an editor is touched."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry

from articles.models import Conflict, Merger, Publication, Reference, Refused, Renewal, Revision, RichText

pytestmark = pytest.mark.slow

TWICE = '<p>Pain.<cite data-key="clauw2014"></cite> Sleep.<cite data-key="clauw2014b"></cite></p>'


@pytest.fixture
def other(db):
    words = {"title": "Fibromyalgia, a clinical review", "authors": "Clauw D", "issued": "2014-04-16"}
    return Reference.objects.create(key="clauw2014b", pmid="24737367", n=12, **words)


@pytest.fixture
def citing_both(article, editor, reference, other, django_capture_on_commit_callbacks):
    RichText.objects.create(parent=article, region="main", ordering=99, text=TWICE)
    with django_capture_on_commit_callbacks(execute=True):
        article.publish(by=editor, note="")
    return article


@pytest.fixture
def merged(reference, other, editor, django_capture_on_commit_callbacks):
    merger = Merger(reference, other)
    with django_capture_on_commit_callbacks(execute=True):
        merger.confirm(by=editor, seen=merger.seen)
    reference.refresh_from_db()
    other.refresh_from_db()
    return merger


def test_the_first_takes_over_what_it_lacks_and_keeps_what_it_has(reference, merged, other):
    assert (reference.pmid, reference.n, reference.title) == ("24737367", 12, "Fibromyalgia: a clinical review")
    assert (other.pmid, other.merged_into, other.title) == (None, reference, "Fibromyalgia, a clinical review")


def test_the_other_name_says_what_the_first_says(reference, merged, other):
    assert other.says() == reference.says()
    assert reference.embed_names == ["reference:clauw2014", "reference:clauw2014b"]


def test_a_page_that_cites_both_has_one_number_after_it(citing_both, merged):
    html = Publication.objects.get(page=citing_both).html
    assert html.count('<li id="ref-') == 1
    assert "Fibromyalgia, a clinical review" not in html


def test_texts_and_past_revisions_stay_as_they_are(citing_both, reference, other, editor):
    before = {revision.pk: revision.sha256 for revision in Revision.objects.all()}
    merger = Merger(reference, other)
    merger.confirm(by=editor, seen=merger.seen)
    assert before.items() <= {revision.pk: revision.sha256 for revision in Revision.objects.all()}.items()
    assert RichText.objects.get(ordering=99).text == TWICE


def test_what_is_published_later_may_cite_the_old_name(article, editor, reference, merged):
    RichText.objects.create(parent=article, region="main", ordering=99, text=TWICE)
    article.publish(by=editor, note="")
    assert Publication.objects.get(page=article).html.count('<li id="ref-') == 1


def test_a_later_change_of_the_first_reaches_pages_that_cite_the_old_name(
    citing_both, merged, reference, editor, django_capture_on_commit_callbacks
):
    reference.title = "Put right"
    with django_capture_on_commit_callbacks(execute=True):
        Renewal.of(reference, by=editor)
    assert "Put right" in Publication.objects.get(page=citing_both).html


def test_a_chain_of_mergers_has_one_end(reference, merged, other, editor):
    third = Reference.objects.create(key="third", title="Third")
    merger = Merger(third, reference)
    merger.confirm(by=editor, seen=merger.seen)
    assert {alias.merged_into_id for alias in Reference.objects.exclude(pk=third.pk)} == {third.pk}
    assert third.embed_names == ["reference:third", "reference:clauw2014", "reference:clauw2014b"]


def test_neither_itself_nor_what_is_merged_already_can_be_merged(reference, merged, other):
    with pytest.raises(Refused, match="same record"):
        Merger(reference, reference)
    with pytest.raises(Refused, match="merged into another"):
        Merger(Reference.objects.create(key="third", title="Third"), other)


def test_a_record_saved_meanwhile_is_looked_at_again(reference, other, editor):
    merger = Merger(reference, other)
    Reference.objects.filter(pk=other.pk).update(title="Saved by somebody else")
    with pytest.raises(Conflict):
        merger.confirm(by=editor, seen=merger.seen)
    assert not Reference.objects.exclude(merged_into=None).exists()


@pytest.mark.slow
def test_the_screen_shows_both_and_the_pages_and_merges_when_told_to(
    at_desk, citing_both, reference, other, django_capture_on_commit_callbacks
):
    address = f"/admin/articles/reference/{reference.pk}/merge/"
    html = at_desk.get(address, {"other": other.pk}).text
    assert "1 live page will change" in html
    assert "<ins>24737367</ins>" in html
    seen = html.partition('name="seen" value="')[2].partition('"')[0]
    with django_capture_on_commit_callbacks(execute=True):
        response = at_desk.post(address, {"other": other.pk, "seen": seen})
    assert response.status_code == 302
    assert Publication.objects.get(page=citing_both).html.count('<li id="ref-') == 1
    assert LogEntry.objects.filter(change_message__contains="clauw2014").count() == 2


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["", "0", "-1", "9" * 30, "x", "☃"])
def test_an_odd_choice_is_answered_with_a_sentence(at_desk, reference, typed):
    address = f"/admin/articles/reference/{reference.pk}/merge/"
    assert at_desk.get(address, {"other": typed}).status_code == 200
    assert at_desk.post(address, {"other": typed}).status_code == 400


@pytest.mark.slow
def test_a_stale_confirmation_is_asked_again(at_desk, reference, other):
    response = at_desk.post(f"/admin/articles/reference/{reference.pk}/merge/", {"other": other.pk, "seen": "old"})
    assert response.status_code == 409
    assert "Look at both" in response.text


@pytest.mark.slow
def test_what_was_merged_leaves_lists_and_finders_and_can_be_looked_at_only(at_desk, reference, merged, other):
    assert "clauw2014b" not in at_desk.get("/admin/articles/reference/").text
    asked = {"term": "clauw", "app_label": "articles", "model_name": "alkaloidmeasurement", "field_name": "reference"}
    assert len(at_desk.get("/admin/autocomplete/", asked).json()["results"]) == 1
    assert len(at_desk.get("/admin/articles/reference/find/", {"q": "clauw"}).json()["results"]) == 1
    screen = at_desk.get(f"/admin/articles/reference/{other.pk}/change/").text
    assert "It was merged into" in screen
    assert 'name="_save"' not in screen


def test_the_old_address_leads_to_the_source_that_is_left(client, citing_both, merged):
    response = client.get("/references/clauw2014b/")
    assert (response.status_code, response["Location"]) == (301, "/references/clauw2014/")
    assert client.get("/references/clauw2014b/cite.bib")["Location"] == "/references/clauw2014/cite.bib"
    assert client.get("/references/clauw2014/").status_code == 200
