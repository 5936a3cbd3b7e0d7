"""The screens that bring an old text back, before readers or into the working copy, after a look at it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Callout, Reference, Revision, RichText, Topic
from tests.articles.screen import Screen

CITED = '<cite data-key="clauw2014"></cite>'
OLD, NEW = "What is known", "A mistake."


@pytest.fixture
def old(published, editor):
    """A revision that readers no longer see: they see a mistake."""
    revision = published.revisions.get()
    RichText.objects.update(text=f"<p>{NEW}{CITED}</p>")
    published.publish(by=editor, note="Rewritten.")
    return revision


@pytest.fixture
def readers(old):
    return f"/admin/articles/article/{old.page_id}/history/{old.pk}/readers/"


@pytest.fixture
def working(old):
    return f"/admin/articles/article/{old.page_id}/history/{old.pk}/working/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def seen(published):
    return {"seen": str(published.revisions.first().pk), "note": "The change was wrong."}


def test_what_readers_would_see_change_is_shown_first(at_desk, readers):
    words = at_desk.get(readers).text
    assert "<del>A mistake</del>" in words
    assert "<ins>What is known</ins>" in words


def test_readers_get_the_old_text_again(at_desk, client, published, readers):
    response = at_desk.post(readers, seen(published), follow=True)
    assert '<a href="/articles/sleep/">Kratom and sleep</a>' in response.text
    assert OLD in client.get("/articles/sleep/").text
    assert published.revisions.first().note == "The change was wrong."


def test_the_working_copy_stays_as_it_is(at_desk, published, readers):
    at_desk.post(readers, seen(published))
    assert NEW in RichText.objects.get().text


@pytest.mark.parametrize("note", ["", " ", "x" * 301])
def test_without_a_fitting_note_nothing_comes_back(at_desk, client, published, readers, note):
    assert at_desk.post(readers, seen(published) | {"note": note}).status_code == 422
    assert NEW in client.get("/articles/sleep/").text


def test_todays_records_stand_in_the_old_text(at_desk, client, published, readers):
    Reference.objects.update(title="A corrected title")
    at_desk.post(readers, seen(published))
    assert "A corrected title" in client.get("/articles/sleep/").text


def test_all_that_stands_in_the_way_is_told_at_once(at_desk, published, readers):
    Reference.objects.all().delete()
    words = at_desk.get(readers).text
    assert "stand" in words
    assert "leads to no reference" in words
    assert 'value="Bring back to readers"' not in words
    assert at_desk.post(readers, seen(published)).status_code == 409


def test_what_readers_were_shown_after_the_look_is_not_replaced_unseen(at_desk, client, published, editor, readers):
    sent = seen(published)
    RichText.objects.update(text=f"<p>Quite right.{CITED}</p>")
    published.publish(by=editor, note="Mended.")
    response = at_desk.post(readers, sent)
    assert response.status_code == 409
    assert "Readers were shown something else meanwhile" in response.text
    assert "Quite right." in client.get("/articles/sleep/").text


def test_after_a_second_look_it_comes_back_with_the_note_typed_before(at_desk, client, published, editor, readers):
    response = at_desk.post(readers, seen(published) | {"seen": "1"})
    assert "The change was wrong.</textarea>" in response.text
    assert f'name="seen" value="{seen(published)["seen"]}"' in response.text


def test_a_withdrawn_page_comes_back_whole(at_desk, client, published, editor, readers):
    published.withdraw(by=editor, why="Wrong.")
    assert "They would get all of it." in at_desk.get(readers).text
    at_desk.post(readers, {"seen": "", "note": "It was right."})
    assert client.get("/articles/sleep/").status_code == 200


def test_an_hour_that_would_undo_it_is_told(at_desk, published, editor, readers):
    later = timezone.now() + timezone.timedelta(days=1)
    published.schedule(at=later, by=editor, note="Later.", version=published.version)
    assert "would take its place" in at_desk.get(readers).text


def test_what_a_working_copy_would_lose_is_shown_first(at_desk, working):
    assert "<del>A mistake</del>" in at_desk.get(working).text


def test_the_working_copy_says_again_what_it_said(at_desk, client, published, working):
    response = at_desk.post(working, {"seen": published.version}, follow=True)
    assert response.redirect_chain[0][0].endswith(f"/{published.pk}/change/")
    assert OLD in RichText.objects.get().text
    assert NEW in client.get("/articles/sleep/").text


def test_what_could_not_come_back_is_told(at_desk, published, working):
    Topic.objects.all().delete()
    response = at_desk.post(working, {"seen": published.version}, follow=True)
    assert '<li class="warning">The topic “Sleep” is not there any more.</li>' in response.text


def test_what_somebody_saved_after_the_look_is_not_replaced_unseen(at_desk, published, working):
    Screen(at_desk, published).type(title="Saved meanwhile").save()
    response = at_desk.post(working, {"seen": published.version})
    assert response.status_code == 409
    assert "Somebody saved this page meanwhile" in response.text
    assert "Saved meanwhile" in response.text
    assert Article.objects.get().title == "Saved meanwhile"


def test_somebody_who_was_writing_is_told_of_it_when_saving(at_desk, published, working):
    screen = Screen(at_desk, published)
    at_desk.post(working, {"seen": published.version})
    assert screen.type(title="Mine").save().status_code == 409


@pytest.mark.parametrize("group", ["Auditor", "Reviewer", "Writer", "Newsletter staff", ""])
def test_who_may_not_publish_brings_nothing_back(person, published, client, readers, working, group):
    somebody = signed_in(person("somebody", group))
    for address in (readers, working):
        assert somebody.get(address).status_code == 403
        assert somebody.post(address, seen(published)).status_code == 403
    assert NEW in client.get("/articles/sleep/").text
    assert NEW in RichText.objects.get().text


@pytest.mark.parametrize("way", ["readers", "working"])
def test_another_pages_revision_comes_back_nowhere(at_desk, published, strain, editor, way):
    strain.publish(by=editor, note="First.")
    address = f"/admin/articles/article/{published.pk}/history/{strain.revisions.get().pk}/{way}/"
    assert at_desk.get(address).status_code == at_desk.post(address, seen(published)).status_code == 404


@pytest.mark.parametrize("sent", [{"seen": ""}, {"seen": "x" * 99}, {"seen": "\0"}])
def test_a_form_that_lacks_the_look_brings_nothing_back(at_desk, published, working, sent):
    assert at_desk.post(working, sent).status_code in (409, 422)
    assert NEW in RichText.objects.get().text


def test_a_warning_is_shown_and_the_note_is_its_reason(at_desk, published, editor):
    for number in range(3):
        facts = {"urgency": "caution", "heading": "Mind", "text": "<p>This.</p>", "ordering": 50 + number}
        Callout.objects.create(parent=published, **facts)
    revision = Revision.freeze(published.snapshot(), page=published, version=0, by=editor)
    address = f"/admin/articles/article/{published.pk}/history/{revision.pk}/readers/"
    assert "Worth a look" in at_desk.get(address).text
    assert at_desk.post(address, seen(published) | {"seen": published.publication.revision_id}).status_code == 302


def test_a_revision_that_was_tampered_with_is_called_so(at_desk, old, readers, working):
    assert "was changed since it was frozen" not in at_desk.get(readers).text
    Revision.objects.filter(pk=old.pk).update(html="<p>Something else.</p>")
    assert "was changed since it was frozen" in at_desk.get(readers).text
    assert "was changed since it was frozen" in at_desk.get(working).text
