"""`make bench`: what a page costs through the door, beside the least that a server, Django and nginx can do."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import first_reading, report, site
from tests.bench.checking import Truth, learn
from tests.bench.figures import Figure
from tests.bench.load import load
from tests.bench.servers import Servers, servers
from tests.bench.targets import Target, targets
from tests.nginx import NGINX

ROUNDS = int(os.environ.get("ROUNDS", "3"))
SECONDS = int(os.environ.get("SECONDS", "4"))  # of load for each target in each round


def main(*places: str) -> int:
    """Writes into this folder of documentation; prints alone where none is given."""
    chosen = choose(os.environ.get("ONLY", ""))
    server_core, load_core = cores()
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="kratominfo-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        print("Preparing the site with its demonstration …", flush=True)
        place = site.prepare(folder) | {"BENCH_PAGE": str(folder / "page")}
        with servers(place, folder, core=server_core) as started:
            truth = learn(started)
            for target in chosen:
                truth.check(started, target)
            firsts = [] if os.environ.get("ONLY") else list(first_reading.VARIANTS)
            rounds = measure(started, truth, chosen, firsts, core=load_core)
    print(report.tables(rounds, chosen))
    for docs in places:
        report.write(rounds, chosen, Path(docs), busy=busy)
    return 0


def choose(only: str) -> list[Target]:
    """All targets, or those whose keys are named, with commas between them."""
    known = {target.key: target for target in targets()}
    if unknown := [key for key in only.split(",") if key and key not in known]:
        raise SystemExit(f"There is no target {unknown[0]!r}. There are: {', '.join(known)}.")
    return [known[key] for key in only.split(",")] if only else list(known.values())


def cores() -> tuple[int, int]:
    """One for the servers, one for the load. Raises SystemExit where something is missing."""
    found = {"nginx": NGINX, "wrk": shutil.which("wrk"), "taskset": shutil.which("taskset")}
    for tool, package in {"nginx": "nginx", "wrk": "wrk", "taskset": "util-linux"}.items():
        if not found[tool]:
            raise SystemExit(f"make bench needs {tool}, which is not here: on Debian, apt install {package}.")
    available = sorted(os.sched_getaffinity(0))
    if len(available) < 2:
        raise SystemExit("make bench needs two cores: one for the server, one for what loads it.")
    return available[0], available[1]


def measure(
    started: Servers, truth: Truth, chosen: Sequence[Target], firsts: Sequence[str], *, core: int
) -> dict[str, list[Figure]]:
    """All targets in turn, and again: what disturbs the machine for a while disturbs neighbours alike."""
    rounds: dict[str, list[Figure]] = {key: [] for key in [*(target.key for target in chosen), *firsts]}
    for number in range(ROUNDS):
        print(f"Round {number + 1} of {ROUNDS} …", flush=True)
        for target in chosen:
            rounds[target.key].append(ask_for(started, truth, target, core=core))
        for key in firsts:
            rounds[key].append(first_reading.measure(key, started.place, core=started.core))
    return rounds


def ask_for(started: Servers, truth: Truth, target: Target, *, core: int) -> Figure:
    """Raises SystemExit where not every request was answered."""
    url = f"http://127.0.0.1:{started.port(target.server)}{target.path}"
    before = started.spent(target.server)
    done = load(url, truth.headers[target.key], seconds=SECONDS, core=core)
    cpu = started.spent(target.server) - before
    if done.complaints:
        raise SystemExit(f"{target.label}: {'; '.join(done.complaints)}, so nothing was measured.")
    return Figure(requests=done.requests, per_second=done.per_second, cpu=cpu)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
