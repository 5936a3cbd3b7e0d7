"""A piece of rows goes into the database, which says in the same statement who is known, who must not be written to,
and who stands in the file twice."""

from __future__ import annotations

from collections import Counter

from django.db import connection

from newsletter.importing.bulk import temporary
from newsletter.importing.reading import Row
from newsletter.models.importing import Import, Verdict

PIECE = [("line", "bigint"), ("typed", "text"), ("address", "text"), ("key", "text"), ("digest", "text")]
PIECE += [("problem", "text"), ("is_role", "boolean"), ("told", "text")]
PIECE += [("asked_at", "timestamptz"), ("confirmed_at", "timestamptz"), ("left_at", "timestamptz")]
NAMES = ", ".join(name for name, _ in PIECE)
# SQLite 3.40 takes `IS NOT NULL` for true in RETURNING, where the table has other columns that are never NULL.
HAS = "COALESCE(LENGTH(CAST({0} AS text)), 0) > 0"
# Each question is asked row by row by an index: LIMIT keeps PostgreSQL from reading a whole table for one piece.
SORT = f"""
INSERT INTO newsletter_importrow (parent_id, verdict, {NAMES})
SELECT %s, CASE
    WHEN problem <> '' THEN {Verdict.INVALID}
    WHEN nth > 1 OR (SELECT 1 FROM newsletter_importrow o WHERE o.key = p.key AND o.parent_id = %s LIMIT 1) = 1
        THEN {Verdict.DUPLICATE}
    WHEN (SELECT 1 FROM newsletter_suppression b WHERE b.digest = p.digest LIMIT 1) = 1 THEN {Verdict.SUPPRESSED}
    ELSE COALESCE((SELECT CASE WHEN s.left_at IS NULL THEN {Verdict.KNOWN} ELSE {Verdict.SUPPRESSED} END
        FROM newsletter_subscriber s WHERE s.key = p.key LIMIT 1), {Verdict.NEW})
    END, {{names}}
FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY key ORDER BY line) AS nth FROM import_piece) p ORDER BY line
RETURNING verdict, is_role, {HAS.format("confirmed_at")}, {HAS.format("left_at")}
"""


def put(rows: list[Row], parent: Import) -> Counter[str]:
    """Returns how many there are of each verdict and kind, by the names that `Import.tally` has. In a transaction."""
    if not rows:
        return Counter()
    names = NAMES if connection.vendor == "sqlite" else NAMES.replace("told", "told::jsonb")
    with connection.cursor() as cursor:
        temporary(cursor, "import_piece", PIECE, rows)
        cursor.execute(SORT.format(names=names), [parent.pk, parent.pk])
        found = Counter(cursor)
    tally: Counter[str] = Counter()
    for (verdict, is_role, is_proved, has_left), many in found.items():
        tally[Verdict(verdict).name.lower()] += many
        tally["role"] += many * bool(is_role)
        if verdict == Verdict.NEW:
            tally["left" if has_left else "proved" if is_proved else "pending"] += many
    return tally
