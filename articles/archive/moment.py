"""One moment of the whole database: a read-only connection of its own, which lets every writer go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction

ALIAS = "moment"


@contextmanager
def moment() -> Iterator[str]:
    """The alias to read by: all that is read by it was true at one and the same moment."""
    own = connection.copy(ALIAS)
    own.settings_dict["CONN_MAX_AGE"] = 0
    if own.vendor == "sqlite":
        own.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"  # IMMEDIATE would shut every writer out
    connections[ALIAS] = own
    try:
        with transaction.atomic(using=ALIAS):
            _begin(ALIAS)
            yield ALIAS
    finally:
        own.close()
        del connections[ALIAS]


def _begin(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
        else:
            cursor.execute("PRAGMA query_only = ON")
            cursor.execute("SELECT COUNT(*) FROM django_migrations")  # the moment is that of the first reading
