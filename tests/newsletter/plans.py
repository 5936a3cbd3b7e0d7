"""How a database answers: the plans of statements about people and letters, and whether one of them reads a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

EXPLAIN = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
TABLES = ("newsletter_subscriber", "newsletter_delivery", "newsletter_labelling", "newsletter_suppression")


@contextmanager
def plans() -> Iterator[list[str]]:
    """The plan of each statement about people or letters."""
    found: list[str] = []

    def explain(execute, sql, params, many, context):
        if not sql.startswith(EXPLAIN) and sql.startswith(("SELECT", "INSERT")) and any(each in sql for each in TABLES):
            with connection.cursor() as asker:
                asker.execute(f"{EXPLAIN} {sql}", params)
                found.append("\n".join([sql[:2000], *(str(row[-1]) for row in asker.fetchall())]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield found


def walks(plan: str) -> bool:
    """Whether a whole table is read: neither by an index, nor in its own order until enough are found."""
    lines = plan.splitlines()[1:]
    if connection.vendor == "postgresql":
        scans = [line for line in lines if "Seq Scan on newsletter_" in line]
        is_bounded = lines[0].startswith("Limit") and "ORDER BY" not in plan and "Aggregate" not in plan
    else:
        scans = [line for line in lines if line.startswith("SCAN newsletter_") and "VIRTUAL TABLE" not in line]
        is_bounded = "LIMIT" in plan and not any("TEMP B-TREE" in line for line in lines)
    return bool(scans) and not is_bounded
