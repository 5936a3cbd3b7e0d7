"""`make bench-newsletter`: how much of a bare loop's speed is left with the ledger on. PostgreSQL where it answers."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2

from tests.newsletter.crash.running import ROOT, database

HERE = "postgres://postgres@127.0.0.1:5432/postgres"
AIM = 0.7
HEAD = "{:<12}{:>12}{:>11}{:>11}{:>8}{:>12}{:>12}"
ROW = "{:<12}{:>12}{:>11.0f}{:>11.0f}{:>8.2f}{:>12.2f}{:>12.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", default="2000")
    parser.add_argument("--turns", default="5")
    options = parser.parse_args()
    print(
        f"{options.messages} messages each, the median of {options.turns} turns; load before: {os.getloadavg()[0]:.1f}"
    )
    print(HEAD.format("database", "connections", "bare/s", "ledger/s", "ratio", "bare ms", "ledger ms"), flush=True)
    ratios = []
    for name, server in {"SQLite": None, "PostgreSQL": server_that_answers()}.items():
        if name == "PostgreSQL" and server is None:
            print("PostgreSQL  left out: none answers")
            continue
        for found in run(server, "--messages", options.messages, "--turns", options.turns):
            columns = [found[column] for column in ("connections", "bare", "ledger", "ratio", "bare_cpu", "ledger_cpu")]
            print(ROW.format(name, *columns), flush=True)
            ratios.append(found["ratio"])
    print(f"The aim is a ratio of {AIM}: {'reached' if min(ratios) >= AIM else 'NOT reached'}. ms: CPU a message.")
    return 0


def server_that_answers() -> str | None:
    server = os.environ.get("DATABASE_URL", HERE)
    try:
        psycopg2.connect(f"{server.rpartition('/')[0]}/postgres", connect_timeout=3).close()
    except psycopg2.OperationalError:
        return None
    return server


def run(server: str | None, *options: str) -> list[dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder, database(server, Path(folder)) as url:
        Path(folder, "static").mkdir()
        place = {"DATABASE_URL": url, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "kratominfo.settings"}
        place |= {"LOCAL": "1", "SECRET_KEY": "only-for-tests", "HASHED_STATIC": "0"}
        command = [sys.executable, "-m", "tests.newsletter.bench.case", *options]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | place, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    sys.exit(main())
