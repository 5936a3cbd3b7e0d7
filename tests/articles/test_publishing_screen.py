"""The screens that bring a page to readers, take it away and show what was."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import Callout, PictureFigure, Publication, Revision, RichText
from tests.articles.screen import Screen

NOTE = {"note": "First published.", "weight": "major"}


@pytest.fixture
def address(article):
    return f"/admin/articles/article/{article.pk}/"


def test_the_button_saves_what_is_typed_first(at_desk, article, address):
    response = Screen(at_desk, article).type(title="Kratom and rest").save("_publish")
    article.refresh_from_db()
    assert (article.title, response["Location"]) == ("Kratom and rest", f"{address}publish/")


def test_a_note_and_a_weight_bring_a_page_to_readers(at_desk, client, article, address):
    response = at_desk.post(f"{address}publish/", {"version": article.version, **NOTE}, follow=True)
    assert b'<a href="/articles/sleep/">' in response.content
    assert client.get("/articles/sleep/").status_code == 200
    assert (Revision.objects.get().note, Revision.objects.get().is_major) == ("First published.", True)


def test_a_minor_change_is_kept_as_such(at_desk, article, address):
    at_desk.post(f"{address}publish/", {"version": article.version, "note": "Spelling.", "weight": "minor"})
    assert not Revision.objects.get().is_major


@pytest.mark.parametrize("note", ["", "  ", "x" * 301])
def test_without_a_fitting_note_nothing_goes_out(at_desk, article, address, note):
    response = at_desk.post(f"{address}publish/", {"version": article.version, "weight": "major", "note": note})
    assert response.status_code == 422
    assert not Publication.objects.exists()


def test_all_that_stands_in_the_way_is_told_at_once_each_with_the_way_there(at_desk, article, address):
    RichText.objects.create(parent=article, text='<h4>Deep</h4><p><cite data-key="nobody"></cite></p>', ordering=20)
    PictureFigure.objects.create(parent=article, ordering=30)
    words = at_desk.get(f"{address}publish/").content.decode()
    assert "3 things to mend first" in words
    assert f'<a href="{address}change/#block-2">Block 2, text</a>' in words
    assert f'<a href="{address}change/#block-3">Block 3, picture</a>' in words
    assert "Publish now" not in words


def test_a_page_that_lacks_something_does_not_go_out_by_a_post_either(at_desk, article, address):
    PictureFigure.objects.create(parent=article, ordering=30)
    response = at_desk.post(f"{address}publish/", {"version": article.version, **NOTE})
    assert response.status_code == 409
    assert not Publication.objects.exists()


@pytest.fixture
def loud(article):
    """The article with a callout too many: one warning, no stop."""
    for number in range(3):
        words = {"heading": "Mind", "text": "<p>This.</p>", "ordering": 50 + number}
        Callout.objects.create(parent=article, urgency="caution", **words)


def test_a_warning_asks_for_a_reason_and_nothing_else_does(at_desk, article, address, request):
    assert b"Why publish it all the same?" not in at_desk.get(f"{address}publish/").content
    request.getfixturevalue("loud")
    words = at_desk.get(f"{address}publish/").content.decode()
    assert words.index("Worth a look") < words.index("Why publish it all the same?") < words.index("Publish now")


def test_a_warning_without_a_reason_keeps_the_page_back(at_desk, article, address, loud):
    response = at_desk.post(f"{address}publish/", {"version": article.version, **NOTE})
    assert response.status_code == 422
    assert b"say why it may stay" in response.content
    assert not Publication.objects.exists()


def test_the_reason_is_kept_with_the_warnings_it_passed_over(at_desk, article, address, loud):
    reason = {"override": "Three medicines, three dangers."}
    at_desk.post(f"{address}publish/", {"version": article.version, **NOTE, **reason})
    revision = Publication.objects.get().revision
    assert revision.override_reason == "Three medicines, three dangers."
    assert [warning["place"] for warning in revision.overridden] == ["block-4"]


def test_a_reason_is_no_way_past_what_must_be_mended(at_desk, article, address):
    PictureFigure.objects.create(parent=article, ordering=30)
    at_desk.post(f"{address}publish/", {"version": article.version, **NOTE, "override": "Never mind."})
    assert not Publication.objects.exists()


def test_what_somebody_saved_after_the_look_does_not_go_out_unseen(at_desk, article, address):
    Screen(at_desk, article).type(title="Changed meanwhile").save()
    response = at_desk.post(f"{address}publish/", {"version": article.version, **NOTE})
    assert response.status_code == 409
    assert not Publication.objects.exists()


def test_publishing_is_a_right_of_its_own(person, article, address):
    writer = person("writer")
    writer.user_permissions.add(*Permission.objects.filter(codename__in=["change_article", "view_article"]))
    client = Client()
    client.force_login(writer)
    assert b"_publish" not in client.get(f"{address}change/").content
    assert client.post(f"{address}publish/", {"version": article.version, **NOTE}).status_code == 403
    assert client.post(f"{address}withdraw/", {"why": "Wrong"}).status_code == 403


def test_withdrawing_asks_why(at_desk, published, address):
    assert at_desk.post(f"{address}withdraw/", {"why": ""}).status_code == 422
    assert Publication.objects.exists()


def test_a_withdrawn_page_tells_readers_why(at_desk, client, published, address):
    at_desk.post(f"{address}withdraw/", {"why": "The numbers were wrong."})
    response = client.get("/articles/sleep/")
    assert response.status_code == 410
    assert b"The numbers were wrong." in response.content


def test_a_draft_cannot_be_withdrawn(at_desk, article, address):
    assert b"not live" in at_desk.get(f"{address}withdraw/").content
    assert b"not live" in at_desk.post(f"{address}withdraw/", {"why": "Wrong"}, follow=True).content


def test_history_says_what_was_frozen_and_when_it_was_shown(at_desk, published, editor, address):
    published.publish(by=editor, note="Once more.", is_major=False)
    words = at_desk.get(f"{address}history/").content.decode()
    assert "First published." in words
    assert "Once more." in words
    assert words.count("<strong>now</strong>") == 1
    assert published.revisions.first().sha256[:12] in words


def test_an_old_revision_is_shown_with_the_bytes_it_was_frozen_with(at_desk, published, address):
    revision = published.revisions.get()
    response = at_desk.get(f"{address}history/{revision.pk}/")
    assert revision.html in response.content.decode()
    assert b"as it was frozen then" in response.content
    assert revision.sha256.encode() in response.content


def test_a_revision_that_was_tampered_with_is_called_so(at_desk, published, address):
    published.revisions.update(html="<p>Something else.</p>")
    assert b"CHANGED SINCE IT WAS FROZEN" in at_desk.get(f"{address}history/{published.revisions.get().pk}/").content


def test_a_revision_of_another_page_is_not_found(at_desk, published, strain):
    revision = published.revisions.get()
    assert at_desk.get(f"/admin/articles/strainprofile/{strain.pk}/history/{revision.pk}/").status_code == 404


def test_a_history_of_a_hundred_revisions_costs_no_more_than_one(
    at_desk, published, editor, address, django_assert_max_num_queries
):
    for number in range(40):
        Revision.freeze(published.snapshot(), page=published, version=0, by=editor, note=f"Number {number}")
    with django_assert_max_num_queries(12):
        assert b"Page 1 of 2" in at_desk.get(f"{address}history/").content


@pytest.mark.parametrize(("state", "number"), [("draft", 1), ("live", 0), ("changed", 0), ("withdrawn", 0)])
def test_the_list_can_be_narrowed_to_a_state(at_desk, article, state, number):
    words = at_desk.get(f"/admin/articles/article/?state={state}").content.decode()
    assert words.count(">Kratom and sleep</a>") == number


def test_the_mark_follows_the_page(at_desk, published, address):
    listed = "/admin/articles/article/"
    assert b'data-state="live"' in at_desk.get(listed).content
    Screen(at_desk, published).type(title="Changed").save()
    assert b'data-state="changed"' in at_desk.get(f"{listed}?state=changed").content
    at_desk.post(f"{address}withdraw/", {"why": "Wrong."})
    assert b'data-state="withdrawn"' in at_desk.get(f"{listed}?state=withdrawn").content


def test_nobody_deletes_a_page(at_desk, published, address):
    assert at_desk.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert Publication.objects.exists()
