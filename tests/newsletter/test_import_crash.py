"""Workers are killed while they read, apply and undo; afterwards every line is accounted for, and nobody twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.newsletter.crash.running import ROOT, database

LINES = 8000


@pytest.fixture
def server() -> str | None:
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else None


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_import_survives_its_workers(server, tmp_path, workers):
    with database(server, tmp_path) as url:
        Path(tmp_path, "static").mkdir()
        place = {"DATABASE_URL": url, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kratominfo.settings"}
        place |= {"LOCAL": "1", "SECRET_KEY": "only-for-tests", "HASHED_STATIC": "0"}
        command = [sys.executable, "-m", "tests.newsletter.importing.case", "--lines", str(LINES), "--workers", workers]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | place, stdout=subprocess.PIPE, check=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    for phase in found.values():
        assert (phase["lost"], phase["wrong"]) == (0, 0)
        assert phase["rows"] == phase["counted"] == LINES
        assert phase["new"] == phase["distinct"]
        assert phase["halted"] > 0
    assert found["read"]["people"] == found["undone"]["people"] == 0
    assert found["applied"]["people"] == found["applied"]["made"] == found["applied"]["new"]
