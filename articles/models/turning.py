"""The moment at which pages turn to what was prepared for them: a few statements in one transaction, none of which
brings a page's text into memory. The pages are locked already."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone

from articles.models.prepared import DRAWN, SAID, Prepared
from articles.models.revision import Revision
from articles.models.site import SiteVersion

COLUMNS = ", ".join(SAID)
SHOWN = ", ".join(f"{name} = prepared.{name}" for name in DRAWN)
# Of what waits for one record: its revisions, in the order of the prepared rows, by which they are known again.
FREEZE = f"""
INSERT INTO articles_revision (page_id, created_at, created_by_id, {COLUMNS})
SELECT page_id, %(now)s, by_id, {COLUMNS} FROM articles_prepared
WHERE name = %(name)s AND revision_id IS NULL ORDER BY id"""
KNOW = """
UPDATE articles_prepared SET revision_id = made.revision_id FROM (
  SELECT waiting.id, fresh.id AS revision_id FROM
    (SELECT id, page_id, sha256, ROW_NUMBER() OVER (ORDER BY id) AS place FROM articles_prepared
     WHERE name = %(name)s AND revision_id IS NULL) waiting
  JOIN
    (SELECT id, page_id, sha256, ROW_NUMBER() OVER (ORDER BY id) AS place FROM articles_revision
     WHERE id > %(last)s AND created_at = %(now)s
       AND page_id IN (SELECT page_id FROM articles_prepared WHERE name = %(name)s AND revision_id IS NULL)) fresh
  ON fresh.place = waiting.place AND fresh.page_id = waiting.page_id AND fresh.sha256 = waiting.sha256
) made WHERE made.id = articles_prepared.id"""
EMBED = """
INSERT INTO articles_embed (revision_id, name, digest)
SELECT revision_id, each.key, each.value FROM articles_prepared, {unfold}(embeds) each
WHERE articles_prepared.name = %(name)s AND revision_id > %(last)s"""
UNFOLD = {"postgresql": "jsonb_each_text", "sqlite": "json_each"}
END = """
UPDATE articles_showing SET shown_until = %(now)s, why_ended = ''
WHERE shown_until IS NULL AND page_id IN (
  SELECT page_id FROM articles_prepared WHERE name = %(name)s AND revision_id > %(last)s AND is_live)"""
BEGIN = """
INSERT INTO articles_showing (page_id, revision_id, shown_from, by_id, why, why_ended)
SELECT page_id, revision_id, %(now)s, by_id, note, '' FROM articles_prepared
WHERE name = %(name)s AND revision_id > %(last)s AND is_live"""
SHOW = f"""
UPDATE articles_publication SET revision_id = prepared.revision_id, updated_at = %(now)s, {SHOWN}
FROM articles_prepared prepared
WHERE prepared.name = %(name)s AND prepared.revision_id > %(last)s AND prepared.is_live
  AND articles_publication.revision_id = prepared.old_id"""
WAIT = """
UPDATE articles_schedule SET revision_id = prepared.revision_id FROM articles_prepared prepared
WHERE prepared.name = %(name)s AND prepared.revision_id > %(last)s
  AND articles_schedule.revision_id = prepared.old_id"""


class Adrift(RuntimeError):
    """A revision was not known again; the transaction must be undone."""


def turn_all(name: str) -> int:
    """All that waits for the record `name` becomes what it was prepared to be. Returns how many revisions."""
    now, last = timezone.now(), Revision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    number = _freeze(name, now, last)
    for statement in (EMBED.format(unfold=UNFOLD[connection.vendor]), END, BEGIN, SHOW, WAIT):
        _run(statement, name, now, last)
    SiteVersion.advance()
    return number


def _freeze(name: str, now: datetime, last: int) -> int:
    number = _run(FREEZE, name, now, last)
    if _run(KNOW, name, now, last) != number or Prepared.objects.waiting(name).exists():
        raise Adrift(name)
    return number


def _run(statement: str, name: str, now: datetime, last: int) -> int:
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"now": moment, "name": name, "last": last})
        return cursor.rowcount
