"""Another machine: a database and folders of its own, and commands that run in processes of their own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class Machine:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        (folder / "static").mkdir(parents=True)

    def manage(self, *arguments: object) -> str:
        return self.run("manage.py", *map(str, arguments)).stdout

    def pages(self) -> dict[str, str]:
        """Every public page with the hash of its bytes."""
        return json.loads(self.run("-m", "tests.archive.reading").stdout)

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        place = {"DATABASE_URL": self.url, "VAR_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "kratominfo.settings"}
        place |= {"LOCAL": "1", "SECRET_KEY": "only-for-tests", "HASHED_STATIC": "0"}
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=os.environ | place, capture_output=True, check=check, text=True
        )


def on_sqlite(folder: Path) -> Machine:
    """With an empty site. Where the tests have SQLite too, it is a copy of theirs."""
    machine = Machine(folder, f"sqlite:///{folder / 'site.sqlite3'}")
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "site.sqlite3")) as copy:
            connection.connection.backup(copy)
    else:
        machine.manage("migrate", "-v0")
    return machine


def beside(folder: Path) -> Machine:
    """On the database of the tests, where that is PostgreSQL; else on a copy of it."""
    if connection.vendor == "sqlite":
        return on_sqlite(folder)
    told = connection.settings_dict
    place = f"{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT'] or 5432}"
    return Machine(folder, f"postgres://{place}/{told['NAME']}")
