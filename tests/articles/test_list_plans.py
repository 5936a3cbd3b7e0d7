"""Among 20,000 pages each list goes by an index, and its deepest page asks what its first does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.reading import related
from tests.articles import thin

pytestmark = pytest.mark.slow
MANY = 20_000
DEEPEST = {
    "/articles/": 1000,
    "/topics/topic-3/": 100,
    "/questions/topic-3/": 100,
    "/references/": 200,
    "/references/r0/": 1000,
    "/people/p1/": 500,
}
WALKS = ["/", "/topics/", "/questions/", "/people/", "/feed.atom", "/topics/topic-3/feed.atom", "/changes/feed.atom"]
WALKS += ["/a-z/", "/api/v1/pages", "/api/v1/faq", "/api/v1/references", "/articles/thin-77/"]
WALKS += ["/api/v1/references?order=changed&changed_since=2026-01-02T12:00:00Z"]
LARGE = ("publication", "publishedtopic", "publishedquestion", "publishedrecord", "reference", "revision", "page")


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """Once for all questions, taken away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        thin.fill(MANY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def db(filled):
    """Within the transaction of all."""


@contextmanager
def plans() -> Iterator[list[str]]:
    found: list[str] = []

    def explain(execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            with connection.cursor() as asker:
                asker.execute(f"EXPLAIN {sql}", params)
                found.append("\n".join([sql[:1500], *(row[0] for row in asker.fetchall())]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield found


def deep(path: str) -> str:
    return f"{path}page/{DEEPEST[path]}/"


@pytest.mark.parametrize("path", DEEPEST)
def test_the_deepest_page_is_the_last_and_asks_what_the_others_do(db, path):
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(path).status_code == 200
        assert not [query for query in asked if " OFFSET " in query["sql"]]
        return len(asked)

    assert cost(deep(path)) == cost(f"{path}page/2/")
    assert Client().get(f"{path}page/{DEEPEST[path] + 1}/").status_code == 404


@pytest.mark.postgresql
@pytest.mark.parametrize("path", [*DEEPEST, *(f"{path}page/{number}/" for path, number in DEEPEST.items()), *WALKS])
def test_no_list_reads_a_whole_table(db, path):
    with plans() as found:
        assert Client().get(path).status_code == 200
    assert found
    assert not [plan for plan in found for name in LARGE if f"Seq Scan on articles_{name} " in plan]


@pytest.mark.postgresql
def test_what_else_there_is_to_read_is_found_by_the_index_of_each_topic(db):
    filed = [{"slug": f"topic-{n}", "name": f"Topic {n}"} for n in range(4)]
    with plans() as found:
        assert len(related(thin.Publication(pk=0, card={"topics": filed}))) == 3
    assert found[0].count("published_topic_listed") == 4
    assert not [plan for plan in found for name in LARGE if f"Seq Scan on articles_{name} " in plan]


@pytest.mark.postgresql
def test_it_would_be_noticed_if_one_did(db):
    with plans() as found:
        list(thin.Publication.objects.filter(title__contains="77")[:5000])
    assert "Seq Scan on articles_publication " in found[0]
