"""Each fault once, briefly, with traffic running. `make drills` makes them last."""

import os
from pathlib import Path

import pytest

from tests.drills import database, disk, reloading
from tests.drills.cluster import binaries

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "var"
    place.mkdir()
    return place


@pytest.fixture
def _server() -> None:
    try:
        binaries()
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


@pytest.mark.usefixtures("_server")
def test_a_database_that_restarts_takes_no_page_away(folder):
    found = database.restart(folder, seconds=2)
    assert found.is_good, f"{found.line}\n{found.detail}"
    assert found.tally.count(503)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_takes_no_page_away_and_leaves_nothing_half_written(folder):
    found = disk.full(folder, seconds=2)
    assert found.is_good, f"{found.line}\n{found.detail}"
    assert found.tally.count(503)


@pytest.mark.parametrize("server", ["granian", "gunicorn"])
def test_nobody_notices_that_the_server_takes_new_workers(folder, server):
    found = reloading.reload(folder, server, times=1)
    assert found.is_good, f"{found.line}\n{found.detail}"
