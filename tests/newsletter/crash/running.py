"""Cases of the crash test, each in a process and with a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

ROOT = Path(__file__).resolve().parents[3]


def run(server: str | None, *options: str) -> dict[str, Any]:
    """The account of a case; on SQLite, or on the PostgreSQL `server`. Raises where something hung or crashed."""
    with tempfile.TemporaryDirectory() as folder, database(server, Path(folder)) as url:
        Path(folder, "static").mkdir()
        place = {"DATABASE_URL": url, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "kratominfo.settings"}
        place |= {"LOCAL": "1", "SECRET_KEY": "only-for-tests", "HASHED_STATIC": "0"}
        command = [sys.executable, "-m", "tests.newsletter.crash.case", *options]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | place, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def database(server: str | None, folder: Path, what: str = "crash") -> Iterator[str]:
    if server is None:
        yield f"sqlite:///{folder / what}.sqlite3"
        return
    name = f"{server.rpartition('/')[2]}_{what}_{os.getpid()}"
    execute(server, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def execute(server: str, *statements: str) -> None:
    """On the database that is always there."""
    with closing(psycopg2.connect(f"{server.rpartition('/')[0]}/postgres")) as connection:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        for statement in statements:
            connection.cursor().execute(statement)
