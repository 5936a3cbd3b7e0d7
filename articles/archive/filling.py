"""An archive that was checked -> an empty site, in one transaction: all of it, or nothing."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction

from articles.archive.contents import ACTED, THERE_FROM_THE_START, Model, name_of, whole
from articles.archive.manifest import Refused, rows_of
from articles.archive.opening import Archive
from articles.archive.progress import Progress
from articles.archive.shape import Names, Shape
from articles.archive.staging import staged
from articles.lists import OF_TOPICS, WHOLE
from articles.models.filing import PublishedRecord
from articles.models.listing import ListChange, Listing
from articles.models.picture import Picture
from articles.models.site import SiteSettings, SiteVersion, Wording
from articles.models.topic import Topic

ROWS = 25  # written in one statement at most: a revision may be long


def fill(archive: Archive, accounts: set[str], progress: Progress) -> list[str]:
    """Raises Refused where the site is not empty. Returns the names of the accounts that had to be made: nobody can
    sign in to them before an administrator gives them a password."""
    with staged(archive, progress) as placing, transaction.atomic():
        _hold()
        refuse_full()
        _refuse_other_words(archive)
        before = _version()
        for model in THERE_FROM_THE_START:
            model._base_manager.all().delete()
        made, names = _make_accounts(accounts), _names()
        for model in whole():
            _write(archive, model, names, progress)
        _number_on()
        Picture.objects.lack_lighter()
        _count_anew()
        SiteVersion.objects.update_or_create(pk=1, defaults={"number": 1 + max(before, _version())})
        placing()
    return made


def refuse_full() -> None:
    """Keys stay as they are, so there must be no rows that have them already."""
    for model in whole():
        if model not in (*THERE_FROM_THE_START, ACTED) and model._base_manager.exists():
            raise Refused(
                f"This site holds content already ({model._meta.verbose_name_plural}). "
                "An archive fills an empty site: make a new database, migrate it, and import into that."
            )
    if SiteSettings.objects.filter(changed_at__isnull=False).exists():
        raise Refused("The settings of this site were saved already. An archive fills a new site: make a new database.")


def _refuse_other_words(archive: Archive) -> None:
    """The site has words of consent since its migrations, and somebody may have agreed to them."""
    there = Wording.objects.values_list("purpose", "version", "text")
    coming = {(row["purpose"], row["version"], row["text"]) for _, row in archive.rows(rows_of(name_of(Wording)))}
    if set(there) - coming:
        raise Refused(
            "The first wording of this site is another than the archive's, and somebody may have agreed to it. "
            "Install the version of the site that wrote the archive."
        )


def _hold() -> None:
    """Nobody else writes content until the end of the transaction; on SQLite nobody can."""
    if connection.vendor == "postgresql":
        quoted = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in whole())
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(f"LOCK TABLE {quoted} IN SHARE ROW EXCLUSIVE MODE")


def _make_accounts(wanted: set[str]) -> list[str]:
    users = get_user_model()
    there = set(users._default_manager.filter(username__in=wanted).values_list("username", flat=True))
    made = sorted(wanted - there)
    users._default_manager.bulk_create(
        users(username=name, is_active=False, password=make_password(None)) for name in made
    )
    return made


def _names() -> Names:
    accounts = get_user_model()._default_manager.values_list("username", "pk")
    kinds = {name: ContentType.objects.get_for_model(model).pk for name, model in apps.all_models["articles"].items()}
    return Names(dict(accounts), kinds)


def _write(archive: Archive, model: Model, names: Names, progress: Progress) -> None:
    """Plain SQL: what `save` does besides was done when the rows were first written."""
    name, shape = rows_of(name_of(model)), Shape(model)
    total, done = archive.manifest.members[name].rows, 0
    rows = (shape.hear(row, names) for _, row in archive.rows(name))
    while batch := list(islice(rows, _at_once(shape))):
        _insert(shape, batch)
        done += len(batch)
        progress(f"Wrote {model._meta.verbose_name_plural}", done, total)


def _at_once(shape: Shape) -> int:
    """SQLite takes so many values in one statement."""
    most = connection.features.max_query_params or 10_000
    return max(1, min(ROWS, most // len(shape.columns)))


def _insert(shape: Shape, rows: list[list[Any]]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column.column) for column in shape.fields)
    values = ", ".join([f"({', '.join(['%s'] * len(shape.fields))})"] * len(rows))
    statement = f"INSERT INTO {quote(shape.model._meta.db_table)} ({columns}) VALUES {values}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


def _number_on() -> None:
    """The next row gets a key that is free."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), whole()):
            cursor.execute(statement)


def _count_anew() -> None:
    """Every list has changed: each is counted when it is asked for, until the worker has measured it."""
    Listing.objects.all().delete()
    ListChange.note(WHOLE)
    topics = [0, *Topic.objects.values_list("pk", flat=True)]
    ListChange.note(f"{kind}:{topic}" for kind in OF_TOPICS for topic in topics)
    ListChange.note(PublishedRecord.objects.order_by().values_list("name", flat=True).distinct())


def _version() -> int:
    return max(SiteVersion.objects.values_list("number", flat=True), default=0)
