"""Among a hundred thousand people each question is answered by an index, in a bounded number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction

from articles.models import Topic
from newsletter import finding
from newsletter.finding import Place, about_how_many, look
from newsletter.models import Label
from newsletter.wanted import ANY, Wanted
from tests.newsletter.bench_subscribers import scene
from tests.newsletter.plans import plans, walks
from tests.planner import analyze

pytestmark = pytest.mark.slow
MANY = 100_000

SUPPRESSED = """
INSERT INTO newsletter_suppression (digest, reason, suppressed_at)
SELECT digest, CASE WHEN id % 1000 = 2 THEN 'staff' ELSE 'left' END, created_at
FROM newsletter_subscriber WHERE id % 25 = 2
"""


@pytest.fixture(autouse=True)
def in_proportion(monkeypatch):
    """Steps a tenth as long for a tenth of a million."""
    for name in ("FIRST", "FEW", "AT_ONCE"):
        monkeypatch.setattr(finding, name, getattr(finding, name) // 10)
    monkeypatch.setattr(finding, "THEN", tuple(many // 10 for many in finding.THEN))


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """Once for all questions, taken away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene.fill(MANY)
        with connection.cursor() as cursor:
            cursor.execute(SUPPRESSED)
        analyze()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def db(filled):
    """Within the transaction of all."""


ASKED = {
    "nothing": {},
    "a whole address": {"text": "reader0000777@host777.example.com"},
    "a part that one has": {"text": "reader0077777"},
    "a part that all have": {"text": "reader"},
    "a part that nobody has": {"text": "zebra"},
    "a part that a quarter has": {"text": "@gmail.com"},
    "a beginning": {"text": "re"},
    "a beginning of nobody": {"text": "zz"},
    "subscribed": {"state": "active"},
    "left": {"state": "left"},
    "unconfirmed": {"state": "pending"},
    "a page": {"source": "articles/sleep"},
    "another page": {"source": "articles/none"},
    "days": {"joined_from": date(2026, 1, 2), "joined_until": date(2026, 1, 3)},
    "pauses": {"is_paused": True},
    "suppressed": {"suppressed": ANY},
    "suppressed by staff": {"suppressed": "staff"},
    "much at once": {"text": "gmail", "state": "active", "source": "articles/sleep"},
    "what does not go together": {"text": "gmail", "state": "left", "suppressed": "staff"},
}


@pytest.mark.parametrize("terms", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize(
    "place", [Place(), Place(MANY // 2), Place(MANY // 2, is_up=True)], ids=["top", "older", "newer"]
)
def test_each_question_goes_by_an_index_in_a_bounded_number_of_queries(db, terms, place):
    with plans() as found:
        look(Wanted(**terms), place)
    assert 0 < len(found) <= 20
    assert not [plan for plan in found if walks(plan)]


@pytest.mark.postgresql
@pytest.mark.parametrize("text", ["reader0077777", "zebra", "host777.example"])
def test_a_part_that_few_have_is_found_by_its_trigrams(db, text):
    with plans() as found:
        look(Wanted(text=text))
    assert any("newsletter_subscriber_text" in plan for plan in found)


def test_labels_and_topics_too(db):
    label, topic = Label.objects.get(slug="congress").pk, Topic.objects.get(slug="sleep").pk
    with plans() as found:
        for terms in ({"label": label}, {"topic": topic}, {"label": label, "topic": topic, "text": "gmail"}):
            assert look(Wanted(**terms)).people
    assert not [plan for plan in found if walks(plan)]


def test_the_number_that_is_told_is_not_counted(db):
    with plans() as found:
        number, is_estimate = about_how_many()
    assert is_estimate
    assert MANY * 0.9 <= number <= MANY * 1.1
    assert not [plan for plan in found if walks(plan)]
