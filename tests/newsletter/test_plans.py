"""With a hundred thousand recipients each statement of the ledger still goes by an index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import timezone

from newsletter.audience import write_audience
from newsletter.handover import Outcome, begin, decline, settle
from newsletter.ledger import claim, finish, recover, skip_what_was_cancelled
from newsletter.models import Delivery, Subscriber
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate
from tests.newsletter.campaigns import getting_ready, people
from tests.planner import analyze

MANY = 100_000
EXPLAIN = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
WHOLE = ["SCAN newsletter_delivery", "Seq Scan on newsletter_delivery"]  # SQLite's words, PostgreSQL's words


@contextmanager
def plans() -> Iterator[list[str]]:
    """The plan of each statement about deliveries."""
    found: list[str] = []

    def explain(execute, sql, params, many, context):
        if not sql.startswith(EXPLAIN):
            for one in (part for part in sql.split(";") if "newsletter_delivery" in part):  # two may go in one go
                with connection.cursor() as asker:
                    asker.execute(f"{EXPLAIN} {one}", params)
                    found.append("\n".join([one, *(str(row[-1]) for row in asker.fetchall())]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield found


@pytest.fixture
def campaign(site):
    people(MANY)
    campaign = getting_ready()
    while not write_audience(campaign):
        pass
    campaign.go(State.SENDING, by=None)
    if connection.vendor == "postgresql":  # as autovacuum does
        analyze()
    return campaign


@pytest.mark.slow
@pytest.mark.django_db
def test_no_statement_reads_all_deliveries(campaign):
    with plans() as found:
        first, second, gone = claim(campaign)[:3]
        begin(first, before=None)
        begin(second, before=Outcome(first, Fate.ACCEPTED, 250))
        settle(Outcome(second, Fate.ACCEPTED, 250))
        Subscriber.objects.filter(address=gone.address).update(left_at=timezone.now())
        decline(gone)
        recover(), skip_what_was_cancelled(), finish(campaign)
    assert len(found) > 10
    assert "delivery_due" in found[0]
    assert "TEMP B-TREE" not in found[0]
    assert "Sort" not in found[0]
    assert not [plan for plan in found if any(words in plan for words in WHOLE)]
    assert Delivery.objects.count() == MANY
