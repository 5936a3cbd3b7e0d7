"""What stands behind the tests: the empty site and the demonstration, each made once and then laid over the database.

SQLite copies a whole database in milliseconds, so a test that commits is undone by the copy of the empty site. On
PostgreSQL the tables are emptied and begun anew, and the demonstration is loaded wherever it is wanted.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from articles import demonstration
from articles.models.site import SiteSettings
from tests.conditions import IS_POSTGRESQL

BEGAN = timedelta(days=60)
PATIENCE = 20  # seconds
GROUPS = [
    ("articles.migrations.0002_editors", "make_group"),
    ("articles.migrations.0005_more_groups", "make_groups"),
    ("articles.migrations.0007_feedback_rights", "grant"),
    ("articles.migrations.0013_search_rights", "grant"),
    ("articles.migrations.0024_delete_unused", "grant"),
    ("newsletter.migrations.0002_newsletter_staff", "make_group"),
    ("newsletter.migrations.0003_auditor", "grant"),
    ("newsletter.migrations.0005_campaign_rights", "grant"),
    ("newsletter.migrations.0009_subscriber_rights", "grant"),
]


class Backdrop:
    """The whole database as it is now."""

    def __init__(self) -> None:
        self.copy = sqlite3.connect(":memory:")
        connection.ensure_connection()
        connection.connection.backup(self.copy)

    def lay(self) -> None:
        """Waits for what a browser still asks: it shares the connection, and nothing is laid over an open statement."""
        deadline = time.monotonic() + PATIENCE
        connection.ensure_connection()
        while True:
            try:
                self.copy.backup(connection.connection)
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return


class Scene:
    """A site that is not empty, with a folder of its own for its pictures."""

    def __init__(self, make: Callable[[], None], *, folder: Path) -> None:
        self.make, self.folder = make, folder
        self.roots = {"MEDIA_ROOT": folder / "media", "ORIGINALS_ROOT": folder / "originals"}
        self.backdrop = None if IS_POSTGRESQL else self.backdrop_made()

    def backdrop_made(self) -> Backdrop:
        with override_settings(**self.roots):
            self.make()
        return Backdrop()

    def lay(self) -> None:
        if self.backdrop:
            self.backdrop.lay()
        else:
            with override_settings(**self.roots):
                self.make()


def empty_again(empty: Backdrop | None) -> None:
    if empty:
        empty.lay()
    else:
        flush()
        for module, name in GROUPS:
            getattr(import_module(module), name)(apps, connection.schema_editor())
        SiteSettings().save()
        SiteSettings.objects.update(changed_at=None)  # as the migration leaves it: nobody saved them


def flush() -> None:
    """Again where a request that a browser left behind held a table: of two that wait for each other one is ended."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            call_command("flush", verbosity=0, interactive=False)
        except CommandError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def load_demonstration() -> None:
    """Two months ago, so that something can have happened since."""
    by, _ = User.objects.get_or_create(username="demo")
    with time_machine.travel(timezone.now() - BEGAN):
        demonstration.load(by=by, extra={}, progress=lambda what, done, total: None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Backdrop | None]:
    """Whatever a test commits, what follows finds only what the migrations made."""
    with django_db_blocker.unblock():
        empty = None if IS_POSTGRESQL else Backdrop()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_again(empty))
        yield empty


@pytest.fixture(scope="session")
def empty_site(django_db_setup: Backdrop | None) -> Backdrop | None:
    """All that the migrations made."""
    return django_db_setup


@pytest.fixture(scope="session")
def demonstration_scene(empty_site, django_db_blocker, tmp_path_factory) -> Scene:
    with django_db_blocker.unblock():
        scene = Scene(load_demonstration, folder=tmp_path_factory.mktemp("demonstration"))
        if empty_site:
            empty_site.lay()
    return scene


@pytest.fixture(scope="module")
def demonstrated(demonstration_scene, empty_site, django_db_blocker) -> Iterator[None]:
    """The demonstration behind all tests of a module; each of them begins with what was loaded."""
    with django_db_blocker.unblock(), override_settings(**demonstration_scene.roots):
        if empty_site:
            demonstration_scene.lay()
            yield
            empty_site.lay()
        else:
            with transaction.atomic():
                demonstration_scene.lay()
                yield
                transaction.set_rollback(True)
