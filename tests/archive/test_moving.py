"""The whole demonstration, out of one kind of database, into the other and back again."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from articles.archive.staging import INCOMING
from articles.models import SiteSettings
from tests.archive.conftest import roots
from tests.archive.everything import archive_of, files_in, members, rows_of_all, take
from tests.archive.machine import beside, on_sqlite
from tests.archive.reading import pages
from tests.backdrop import empty_again

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_demonstration_comes_back_as_it_went(demonstration_scene, empty_site, settings, tmp_path, capsys) -> None:
    """On PostgreSQL the machine in between has SQLite."""
    between = on_sqlite(tmp_path / "between")
    for name, folder in demonstration_scene.roots.items():
        setattr(settings, name, folder)
    demonstration_scene.lay()
    went, read = archive_of(tmp_path, "went.zip"), pages()
    assert len([told for told in read.values() if told.startswith("200")]) > 60

    between.manage("import_site", went)
    between.manage("export_site", tmp_path / "between.zip")
    assert members(tmp_path / "between.zip") == members(went)
    assert between.pages() == read

    empty_again(empty_site)
    for name, folder in roots(tmp_path / "back").items():
        setattr(settings, name, folder)
    take(tmp_path / "between.zip")
    assert members(archive_of(tmp_path, "back.zip")) == members(went)
    assert pages() == read
    call_command("verify")
    assert capsys.readouterr().out == between.manage("verify")


def test_an_import_that_is_killed_leaves_nothing(archive, tmp_path) -> None:
    machine = beside(tmp_path / "machine")
    SiteSettings.objects.update(changed_at=None)
    for point in ("rows", "files"):
        killed = machine.run("-m", "tests.archive.dying", str(archive), point, check=False)
        assert killed.returncode == -9, killed.stderr
        assert [path for path in files_in(machine.folder / "media") if INCOMING not in path] == []
        if connection.vendor == "postgresql":
            assert rows_of_all()["Page"] == rows_of_all()["User"] == 0
    machine.manage("import_site", archive)
    assert [path for path in files_in(machine.folder / "media") if INCOMING in path] == []
