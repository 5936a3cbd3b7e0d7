"""`make bench-lists`: the deepest page of each list beside its first, among 20,000 thin articles, in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time

from django.core.management import call_command
from django.test import Client

from tests.newsletter.crash.running import ROOT, database

ROWS = int(os.environ.get("ROWS", "20000"))
ROUNDS = 60
RUN = "import django; django.setup(); from tests.articles.bench_lists.__main__ import measure; measure()"


def main() -> int:
    url = os.environ.get("DATABASE_URL", "")
    servers = {"SQLite": None} | ({"PostgreSQL": url} if url.startswith("postgres") else {})
    print(f"{ROWS:,} thin articles; load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return max(run(name, server) for name, server in servers.items())


def run(name: str, server: str | None) -> int:
    print(f"\n── {name}: ms of CPU in Python, median of {ROUNDS}; first page, deepest page, ratio", flush=True)
    with tempfile.TemporaryDirectory() as folder, database(server, Path(folder)) as url:
        Path(folder, "static").mkdir()
        place = {"DATABASE_URL": url, "VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "kratominfo.settings"}
        place |= {"LOCAL": "1", "SECRET_KEY": "only-for-tests", "HASHED_STATIC": "0", "LOG_LEVEL": "ERROR"}
        return subprocess.run([sys.executable, "-c", RUN], cwd=ROOT, env=os.environ | place).returncode


def measure() -> None:
    thin = import_module("tests.articles.thin")  # late: models are there only once Django is set up
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    thin.fill(ROWS)
    lists = {"/articles/": ROWS // 20, "/topics/topic-3/": ROWS // 200, "/questions/topic-3/": ROWS // 200}
    lists |= {"/references/": thin.SOURCES // 20, "/references/r0/": ROWS // 20, "/people/p1/": ROWS // 40}
    for path, last in lists.items():
        first, deepest = medians(*(f"{path}page/{number}/" for number in (2, last - 1)))
        ratios = [late / early for early, late in zip(first, deepest, strict=True)]
        print(f"{path:24}{first[0]:8.2f}{deepest[0]:8.2f}{ratios[0]:6.2f}; on the wall {ratios[1]:.2f}", flush=True)


def medians(*paths: str) -> list[tuple[float, float]]:
    """Milliseconds of our CPU, and on the wall: the database server works in another process. In turns, so that what
    else the machine does meets all of them alike."""
    took: dict[str, list[tuple[float, float]]] = {path: [] for path in paths}
    for path in paths * ROUNDS:
        took[path].append(once(path))
    return [tuple(map(statistics.median, zip(*took[path], strict=True))) for path in paths]


def once(path: str) -> tuple[float, float]:
    began, started = perf_counter(), process_time()
    assert Client().get(path, headers={"host": "localhost"}).status_code == 200
    return (process_time() - started) * 1000, (perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
