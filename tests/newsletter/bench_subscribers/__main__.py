"""`make bench-subscribers`: the list at a million people, beside the barest way in the same run.

Each part is a module with `main(rows)`, which prints its table; it runs in a process of its own, with Django set up and
an empty database that is dropped afterwards. SQLite always, PostgreSQL where DATABASE_URL names one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.newsletter.crash.running import ROOT, database

ROWS = int(os.environ.get("ROWS", "1000000"))
PARTS = ("exporting", "importing", "listing")
RUN = "import sys, django; django.setup(); from {package} import {part}; {part}.main(int(sys.argv[1]))"


def main() -> int:
    url = os.environ.get("DATABASE_URL", "")
    servers = {"SQLite": None} | ({"PostgreSQL": url} if url.startswith("postgres") else {})
    print(f"{ROWS:,} subscribers; load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if len(servers) == 1:
        print("PostgreSQL is left out: DATABASE_URL names none.")
    wanted = [part for part in PARTS if part in sys.argv[1:] or not sys.argv[1:]]
    failed = [
        f"{part} on {name}"
        for part in wanted
        if find_spec(f"{__package__}.{part}")
        for name, server in servers.items()
        if run(part, name, server)
    ]
    for one in failed:
        print(f"Failed: {one}")
    return bool(failed)


def run(part: str, name: str, server: str | None) -> int:
    print(f"\n── {part}, {name}", flush=True)
    with tempfile.TemporaryDirectory() as folder, database(server, Path(folder)) as url:
        Path(folder, "static").mkdir()
        place = {"DATABASE_URL": url, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "kratominfo.settings"}
        place |= {"LOCAL": "1", "SECRET_KEY": "only-for-tests", "HASHED_STATIC": "0"}
        command = [sys.executable, "-c", RUN.format(package=__package__, part=part), str(ROWS)]
        return subprocess.run(command, cwd=ROOT, env=os.environ | place).returncode


if __name__ == "__main__":
    sys.exit(main())
