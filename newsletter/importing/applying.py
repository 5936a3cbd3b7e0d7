"""The next rows of an import come into the list: people with their proof, labels, topics, and a mail for those who must
confirm. All of a chunk is in one commit, and whoever joined, left or was erased meanwhile stays as they are."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from newsletter.importing import asking, giving
from newsletter.models.consent import ConsentEvent
from newsletter.models.importing import LEASE, Import, ImportRow, Stage, Verdict
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

CHUNK = 5000  # rows
COUNTING = [Verdict.NEW, Verdict.KNOWN]
HERE = "r.parent_id = %(parent)s AND r.id > %(after)s AND r.id <= %(to)s"
COMING = f"{HERE} AND r.verdict = {Verdict.NEW}"
MADE = f"{COMING} AND r.made IS NOT NULL"
SQL = {
    "sqlite": {"uuid": "lower(hex(randomblob(16)))", "told": "json_extract(r.told, '$.{0}')"},
    "postgresql": {"uuid": "gen_random_uuid()", "told": "(r.told->>'{0}')"},
}
# The suppression is looked at in the very INSERT; a mailbox that somebody joined with meanwhile is not touched.
PEOPLE = f"""
INSERT INTO newsletter_subscriber (address, key, digest, handle, created_at, confirmed_at, left_at, paused_until)
SELECT r.address, r.key, r.digest, {{uuid}}, COALESCE(r.asked_at, r.confirmed_at, %(now)s), r.confirmed_at, r.left_at,
    {{paused}} FROM newsletter_importrow r
WHERE {COMING} AND (SELECT 1 FROM newsletter_suppression b WHERE b.digest = r.digest LIMIT 1) IS NULL
ORDER BY r.id ON CONFLICT DO NOTHING
"""
NOTE_POSTGRESQL = f"""
WITH made AS ({PEOPLE.strip()} RETURNING id, key)
UPDATE newsletter_importrow r SET made = made.id FROM made WHERE r.key = made.key AND {COMING}
"""
# Nobody else writes to SQLite meanwhile: who is newer than `last` was made by the statement before.
NOTE_SQLITE = f"""
UPDATE newsletter_importrow AS r SET made =
    (SELECT s.id FROM newsletter_subscriber s WHERE s.key = r.key AND s.id > %(last)s) WHERE {COMING}
"""
EVENT = """
INSERT INTO newsletter_consentevent
    (subscriber_id, kind, mechanism, network, asked_at, by_id, wording, page, revision, proof, happened_at)
SELECT r.made, %(kind)s, %(mechanism)s, '', r.asked_at, %(by)s, {wording}, {page}, {revision}, {proof}, {happened}
FROM newsletter_importrow r WHERE {which} ORDER BY r.id
"""
BAN = f"""
INSERT INTO newsletter_suppression (digest, reason, suppressed_at)
SELECT r.digest, %(left)s, r.left_at FROM newsletter_importrow r WHERE {MADE} AND r.left_at IS NOT NULL
ON CONFLICT DO NOTHING
"""


def step(parent: Import) -> None:
    """The next chunk of an import that this transaction holds; the last one makes it *applied*."""
    first = first_after(parent, parent.applied_to, COUNTING)
    if first is None:
        parent.stage, parent.applied_at, parent.leased_until = Stage.APPLIED, timezone.now(), None
    else:
        to = first - 1 + CHUNK
        parent.tally = dict(Counter(parent.tally) + _bring_in(parent, first - 1, to))
        parent.applied_to, parent.leased_until = to, timezone.now() + LEASE
    parent.save(update_fields=["stage", "applied_at", "applied_to", "tally", "asked_until", "leased_until"])


def first_after(parent: Import, last: int, verdicts: list[Verdict]) -> int | None:
    """The key of the next row that has one of these verdicts: an index tells for each."""
    rows = ImportRow.objects.filter(parent=parent, pk__gt=last)
    found = [rows.filter(verdict=verdict).aggregate(first=Min("pk"))["first"] for verdict in verdicts]
    return min((each for each in found if each is not None), default=None)


def _bring_in(parent: Import, after: int, to: int) -> Counter[str]:
    terms: dict[str, Any] = {"parent": parent.pk, "after": after, "to": to, "now": timezone.now()}
    rows = ImportRow.objects.filter(parent=parent, pk__gt=after, pk__lte=to)
    # Held: whoever erases somebody takes their rows first, so that nobody who is erased now comes back.
    through = len(rows.filter(verdict__in=COUNTING).select_for_update().order_by("pk").values_list("pk"))
    _make(terms)
    _prove(parent, terms)
    _let_leave(parent, rows)
    made = rows.filter(verdict=Verdict.NEW, made__isnull=False)
    done = Counter(through=through, made=made.count(), asked=asking.ask(parent, made))
    return done + giving.give(parent, rows)


def _make(terms: dict[str, Any]) -> None:
    sql = SQL[connection.vendor]
    paused = sql["told"].format("paused_until")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT COALESCE(MAX(id), 0) FROM newsletter_subscriber")
            terms = terms | {"last": cursor.fetchone()[0]}
            cursor.execute(PEOPLE.format(uuid=sql["uuid"], paused=paused), terms)
            cursor.execute(NOTE_SQLITE, terms)
        else:
            # Nothing is known yet of rows this new: it would look through all of a chunk for each of a chunk.
            cursor.execute("SET LOCAL enable_nestloop = off")
            cursor.execute(NOTE_POSTGRESQL.format(uuid=sql["uuid"], paused=f"{paused}::timestamptz"), terms)
            cursor.execute("SET LOCAL enable_nestloop = on")


def _prove(parent: Import, terms: dict[str, Any]) -> None:
    """One event for each who agreed, and one for each who left."""
    told = SQL[connection.vendor]["told"]
    proof = f"COALESCE({told.format('proof')}, %(proof)s)"
    agreed = {name: f"CAST({told.format(name)} AS bigint)" for name in ("wording", "revision")}
    agreed |= {"page": f"COALESCE({told.format('page')}, '')", "proof": proof}
    terms = terms | {"mechanism": ConsentEvent.Mechanism.IMPORTED, "by": parent.applied_by_id, "proof": parent.proof}
    terms["left"] = Suppression.Reason.LEFT
    nothing = {"wording": "NULL", "revision": "NULL", "page": "''", "proof": "''"}
    with connection.cursor() as cursor:
        which = f"{MADE} AND r.confirmed_at IS NOT NULL"
        happened = EVENT.format(**agreed, which=which, happened="r.confirmed_at")
        cursor.execute(happened, terms | {"kind": ConsentEvent.Kind.CONFIRMED})
        happened = EVENT.format(**nothing, which=f"{MADE} AND r.left_at IS NOT NULL", happened="r.left_at")
        cursor.execute(happened, terms | {"kind": ConsentEvent.Kind.LEFT})
        cursor.execute(BAN, terms)


def _let_leave(parent: Import, rows: Any) -> None:
    """Of those known: who left after they joined here, by what the file says."""
    gone = dict(rows.filter(left_at__isnull=False, made=None).values_list("key", "left_at"))
    for person in Subscriber.objects.filter(key__in=gone, left_at=None).order_by("pk"):
        if (person.confirmed_at or person.created_at) <= gone[person.key]:
            Suppression.objects.add_for(person.key, reason=Suppression.Reason.LEFT)  # staff only say so
            person.leave(mechanism=ConsentEvent.Mechanism.IMPORTED, network="", by=parent.applied_by)
