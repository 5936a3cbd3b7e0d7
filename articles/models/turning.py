"""The moment at which pages turn to what was prepared for them: a few statements in one transaction, none of which
brings a page's text into memory. The pages are locked already."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from articles.models.filing import file
from articles.models.page import Page
from articles.models.prepared import DRAWN, SAID, Prepared
from articles.models.publication import Publication
from articles.models.revision import Revision
from articles.models.site import SiteVersion

AT_ONCE = 25  # revisions whose renewal is no work to speak of
BATCH = 50
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


def turn(name: str) -> int:
    """All pages at once; where they are few, the rows beside them in the same moment."""
    waiting = Prepared.objects.waiting(name)
    number = waiting.count()
    if not number:
        return 0
    first = waiting.filter(is_live=True).order_by("pk").values("pk")[:1]
    waiting.filter(pk__in=list(first.values_list("pk", flat=True))).update(has_more=True)
    _turn_all(name)
    if number <= AT_ONCE:
        _settle_batch(name)
    SiteVersion.advance()
    return number


def settle(name: str) -> int:
    """The last work on pages that turned, a batch of it: rows beside them, their share pictures. Returns how many."""
    with transaction.atomic():
        number = _settle_batch(name)
        if number:
            SiteVersion.advance()
        return number


def _settle_batch(name: str) -> int:
    turned = Prepared.objects.filter(name=name, revision__isnull=False)
    rest = list(turned.filter(has_more=True).order_by("pk").values_list("pk", flat=True)[:BATCH])
    Page.objects.filter(pk__in=turned.filter(pk__in=rest).values("page_id")).locked()
    for pk in rest:
        _settle(pk)
    turned.filter(has_more=False).delete()
    return len(rest)


def _settle(pk: int) -> None:
    row = Prepared.objects.select_related("revision").filter(pk=pk).first()
    if row is None:
        return
    publication = Publication.objects.cards().filter(revision=row.revision).first()
    if publication:  # else it was published or withdrawn since, and its rows with it
        publication.revision = row.revision
        file(publication)
        row.revision.illustrate()
    Prepared.objects.filter(pk=pk).delete()


def _turn_all(name: str) -> int:
    """All that waits for the record `name` becomes what it was prepared to be. Returns how many revisions."""
    now, last = timezone.now(), Revision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    number = _freeze(name, now, last)
    for statement in (EMBED.format(unfold=UNFOLD[connection.vendor]), END, BEGIN, SHOW, WAIT):
        _run(statement, name, now, last)
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
