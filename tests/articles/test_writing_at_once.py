"""Saves, previews and publishing of one page at the same moment, on real connections."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from django.test import Client

from articles.models import Article, Revision
from tests.articles.screen import Screen
from tests.articles.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
AT_ONCE = 6


@pytest.fixture
def screens(article, person):
    """One page, open on the screens of six editors, each with a title of their own."""
    clients = [Client() for _ in range(AT_ONCE)]
    for number, client in enumerate(clients):
        client.force_login(person(f"editor-{number}", "Editor"))
    return [Screen(client, article).type(title=f"Kratom and sleep, text {n}") for n, client in enumerate(clients)]


def test_of_six_who_save_at_once_one_is_first_and_the_others_are_told(screens):
    answers = at_once(*[screen.save for screen in screens])
    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: AT_ONCE - 1}
    assert Article.objects.get().version == 1


def test_previews_beside_saves_and_publishing_wait_for_each_other_and_none_falls(screens, article, editor):
    publish = partial(article.publish, by=editor, note="At once.")
    acts = [screens[0].save, screens[1].preview, publish, screens[2].preview, screens[3].save, publish]
    answers = at_once(*acts)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert {answers[n].status_code for n in (1, 3)} == {200}
    assert Revision.objects.count() == 2
