"""Preview: what is typed, unsaved, in the templates that readers get."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.models import FAQEntry, Page, Revision, RichText
from tests.articles.screen import Screen


@pytest.fixture
def screen(at_desk, article):
    return Screen(at_desk, article)


@pytest.fixture
def reviewer(person):
    user = person("reviewer")
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client = Client()
    client.force_login(user)
    return client


def test_a_preview_shows_what_is_typed_and_saves_none_of_it(screen):
    response = screen.type(title="Only typed").add("richtext_set", text="<p>Not saved.</p>").preview()
    assert b"Only typed" in response.content
    assert b"Not saved." in response.content
    assert Page.objects.get().title == "Kratom and sleep"
    assert RichText.objects.count() == 1


def test_a_preview_looks_as_readers_will_see_it(screen, client, editor, article):
    preview = screen.preview()
    article.publish(by=editor, note="First")
    live = client.get("/articles/sleep/")
    assert [t.name for t in live.templates if t.name == "articles/read.html"] == ["articles/read.html"]
    assert "articles/read.html" in [t.name for t in preview.templates]
    assert 'id="what-is-known"' in preview.content.decode()
    assert 'id="what-is-known"' in live.content.decode()


def test_a_preview_is_marked_and_no_machine_keeps_it(screen):
    response = screen.preview()
    assert b"Preview. What you typed" in response.content
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert (response["X-Robots-Tag"], "no-store" in response["Cache-Control"]) == ("noindex", True)


def test_a_preview_leaves_no_trace(screen, article):
    screen.type(title="Only typed").preview()
    assert Page.objects.get().version == article.version
    assert not Revision.objects.exists()


def test_a_preview_needs_no_newest_version(screen):
    Page.objects.update(version=7)
    FAQEntry.objects.all().delete()
    response = screen.preview()
    assert response.status_code == 200
    assert b"Does it help with sleep?" in response.content


def test_what_cannot_be_stored_is_said_instead(screen):
    response = screen.type(title="x" * 300).preview()
    assert response.status_code == 422
    assert b"Title: Ensure this value has at most 200 characters" in response.content


def test_a_reviewer_sees_the_saved_copy(reviewer, article):
    response = reviewer.get(f"/admin/articles/article/{article.pk}/preview/")
    assert b"What is known" in response.content
    assert b"What is saved" in response.content


def test_a_reviewer_types_nothing_into_it(reviewer, article):
    assert reviewer.post(f"/admin/articles/article/{article.pk}/preview/", {"title": "x"}).status_code == 403


@pytest.mark.parametrize("screen_name", ["preview", "publish", "withdraw", "history", "history/1"])
def test_a_screen_of_a_page_that_is_not_there_is_404(at_desk, screen_name):
    assert at_desk.get(f"/admin/articles/article/abc/{screen_name}/").status_code == 404
    assert at_desk.post(f"/admin/articles/article/999/{screen_name}/").status_code in (404, 405)


def test_a_page_of_another_kind_is_not_found_here(at_desk, strain):
    assert at_desk.get(f"/admin/articles/article/{strain.pk}/preview/").status_code == 404
    assert at_desk.get(f"/admin/articles/strainprofile/{strain.pk}/preview/").status_code == 200
