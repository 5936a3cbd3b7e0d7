"""`make bench-growth`: what reading, publishing and the desk cost with 100, 1,000 and 10,000 articles, door off.

A process and an empty database for each size; they are asked in turn, round by round, so that what else the machine
does falls on all alike. SQLite always, PostgreSQL where DATABASE_URL names one. SIZES="100 100000" takes others."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench_growth import paper
from tests.bench_growth.site import Site, collect
from tests.newsletter.crash.running import database

SIZES = [int(size) for size in os.environ.get("SIZES", "100 1000 10000").replace(",", "").split()]
ROUNDS = int(os.environ.get("ROUNDS", "15"))


def main() -> int:
    url = os.environ.get("DATABASE_URL", "")
    servers = {"SQLite": None} | ({"PostgreSQL": url} if url.startswith("postgres") else {})
    wanted = [name for name in servers if name in sys.argv[1:] or not sys.argv[1:]]
    print(f"Load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    found = {name: measured(servers[name]) for name in wanted}
    paper.write(found, SIZES, ROUNDS)
    return 0


def measured(server: str | None) -> list[paper.Costs]:
    """For each size, what each act cost in each round."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        collect(folder)
        sites = [stack.enter_context(site(server, folder / str(size), size)) for size in SIZES]
        rounds = [[site.round() for site in sites] for _ in range(ROUNDS + 1)][1:]  # the first one warms up
    return [paper.Costs.over(each) for each in zip(*rounds, strict=True)]


@contextmanager
def site(server: str | None, folder: Path, size: int) -> Iterator[Site]:
    folder.mkdir()
    (folder / "static").symlink_to(folder.parent / "static")
    with database(server, folder, f"growth_{size}") as url, Site.opened(url, folder, size) as opened:
        yield opened


if __name__ == "__main__":
    sys.exit(main())
