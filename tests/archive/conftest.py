"""A site with something in every table, put into an archive once for a module; then an empty site."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings

from tests.archive.everything import archive_of, files_in, make_everything
from tests.backdrop import empty_again


def roots(folder: Path) -> dict[str, Path]:
    return {"MEDIA_ROOT": folder / "media", "ORIGINALS_ROOT": folder / "originals"}


@pytest.fixture(scope="module")
def archive(empty_site, django_db_blocker, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    with django_db_blocker.unblock(), override_settings(**roots(folder)):
        make_everything()
        made = archive_of(folder)
        empty_again(empty_site)
    return made


@pytest.fixture
def folders(settings, tmp_path) -> list[Path]:
    """Where the pictures of this site lie."""
    for name, folder in roots(tmp_path).items():
        folder.mkdir()
        setattr(settings, name, folder)
    return list(roots(tmp_path).values())


@pytest.fixture
def files(folders):
    return lambda: files_in(*folders)
