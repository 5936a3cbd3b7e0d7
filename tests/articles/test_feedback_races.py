"""Many readers at the same moment, on real connections: a limit is a limit, and one report is one."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.cache import cache

from articles import limits
from articles.models import Feedback
from tests.articles.reader import report, tell
from tests.articles.test_races import AT_ONCE, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def publication(publication):
    cache.clear()
    yield publication
    cache.clear()


def test_eight_from_one_network_find_three_places(publication, monkeypatch):
    monkeypatch.setattr(limits, "A_NETWORK", 3)
    answers = at_once(*[partial(tell, publication, verdict="helped")] * AT_ONCE)
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [429] * 5
    assert Feedback.objects.count() == 3


def test_words_sent_eight_times_at_once_are_one_report(publication):
    answers = at_once(*[partial(report, publication)] * AT_ONCE)
    assert {answer.status_code for answer in answers} == {200}
    assert Feedback.objects.count() == 1
