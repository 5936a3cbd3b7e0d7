"""`make drills`: each fault in turn, with traffic running, and one line of what came of it. The site uses no Redis and
none can be configured, so none is stopped."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.drills import database, disk, reloading
from tests.drills.report import HEADS, Outcome

DRILLS: dict[str, Callable[[Path, float], Outcome]] = {
    "postgresql": lambda folder, seconds: database.restart(folder, seconds=seconds),
    "disk": lambda folder, seconds: disk.full(folder, seconds=seconds),
    "granian": lambda folder, seconds: reloading.reload(folder, "granian", times=1 + int(seconds / 15)),
    "gunicorn": lambda folder, seconds: reloading.reload(folder, "gunicorn", times=1 + int(seconds / 15)),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="that a fault lasts")
    parser.add_argument("drills", nargs="*", default=list(DRILLS), help="which: " + ", ".join(DRILLS))
    options = parser.parse_args()
    print("{:<34}{:>7}{:>7}{:>7}{:>11}{:>8}   {}".format(*HEADS), flush=True)
    outcomes = [run(name, options.seconds) for name in options.drills]
    return 0 if all(each.is_good for each in outcomes) else 1


def run(name: str, seconds: float) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="kratominfo-drill-") as folder:
        place = Path(folder, "var")
        place.mkdir()
        found = DRILLS[name](place, seconds)
    print(found.line, flush=True)
    if not found.is_good:
        print(f"    {found.detail}", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
