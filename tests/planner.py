"""What the planner of a database goes by."""

from __future__ import annotations

from django.db import connection


def analyze() -> None:
    """Of our own tables: PostgreSQL would lock those that all its databases share until the transaction ends."""
    ours = ", ".join(connection.introspection.django_table_names(only_existing=True))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {ours}" if connection.vendor == "postgresql" else "ANALYZE")
