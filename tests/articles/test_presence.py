"""The writing screen says who else has it open, and nobody is held to be there who has left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Presence, Typed
from articles.models.editing import forget_old


@pytest.fixture
def colleague(person):
    client = Client()
    client.force_login(person("colleague", "Editor"))
    return client


@pytest.fixture
def beat(article):
    return lambda client, **said: client.post(f"/admin/articles/article/{article.pk}/presence/", said)


def test_two_who_have_a_page_open_are_told_of_each_other(at_desk, colleague, beat):
    assert beat(at_desk).json() == {"names": [], "version": 0}
    assert beat(colleague).json()["names"] == ["editor"]
    assert beat(at_desk).json()["names"] == ["colleague"]


def test_a_person_is_called_by_their_name(at_desk, colleague, beat, editor):
    editor.first_name, editor.last_name = "Night", "Editor"
    editor.save()
    beat(at_desk)
    assert beat(colleague).json()["names"] == ["Night Editor"]


def test_who_leaves_is_gone_at_once(at_desk, colleague, beat):
    beat(colleague)
    assert beat(colleague, leaving="1").status_code == 204
    assert beat(at_desk).json()["names"] == []


def test_who_gives_no_sign_of_life_is_gone_soon(at_desk, colleague, beat):
    beat(colleague)
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert beat(at_desk).json()["names"] == []


def test_a_page_that_somebody_saved_says_so_to_who_has_it_open(at_desk, article, beat):
    type(article).objects.update(version=3)
    assert beat(at_desk).json()["version"] == 3


def test_a_sign_of_life_is_posted_kept_by_nobody_and_cheap(at_desk, beat, article, django_assert_max_num_queries):
    assert at_desk.get(f"/admin/articles/article/{article.pk}/presence/").status_code == 405
    with django_assert_max_num_queries(12):
        assert "no-store" in beat(at_desk)["Cache-Control"]


def test_nobody_is_at_a_page_they_may_not_see(client, bystander, at_desk, beat):
    client.force_login(bystander)
    assert beat(client).status_code == 403
    assert at_desk.post("/admin/articles/article/999/presence/").status_code == 404
    assert not Presence.objects.exists()


def test_what_is_old_is_forgotten(at_desk, beat, article, editor):
    beat(at_desk)
    article.typed.create(by=editor, based_on=0, content={})
    assert forget_old() == 0
    Presence.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    Typed.objects.update(at=timezone.now() - timedelta(days=31))
    assert forget_old() == 2
