"""`make bench-search`: the page of results at 20,000 articles (ROWS=2000 is quicker) beside the bare query in that run.

In a process of its own with an empty database that is dropped afterwards. SQLite always, PostgreSQL where DATABASE_URL
names one on this machine: its work is read from /proc."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.newsletter.crash.running import ROOT, database

ROWS = os.environ.get("ROWS", "20000")
RUN = f"import sys, django; django.setup(); from {__package__} import asking; asking.main(int(sys.argv[1]))"


def main() -> int:
    url = os.environ.get("DATABASE_URL", "")
    servers = {"SQLite": None} | ({"PostgreSQL": url} if url.startswith("postgres") else {})
    print(f"Load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if len(servers) == 1:
        print("PostgreSQL is left out: DATABASE_URL names none.")
    wanted = [name for name in servers if name in sys.argv[1:] or not sys.argv[1:]]
    return max(run(name, servers[name]) for name in wanted)


def run(name: str, server: str | None) -> int:
    print(f"\n── {name}", flush=True)
    with tempfile.TemporaryDirectory() as folder, database(server, Path(folder)) as url:
        Path(folder, "static").mkdir()
        place = {"DATABASE_URL": url, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "kratominfo.settings"}
        place |= {"LOCAL": "1", "SECRET_KEY": "only-for-tests", "HASHED_STATIC": "0"}
        return subprocess.run([sys.executable, "-c", RUN, ROWS], cwd=ROOT, env=os.environ | place).returncode


if __name__ == "__main__":
    sys.exit(main())
