"""One case: a list of which half has proof, workers, and kill -9 at random moments while it is read, applied, undone.
Prints what is found after each as JSON. Its database is what DATABASE_URL names; it has to be empty."""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120  # seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=6000)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    call_command("migrate", verbosity=0)
    from tests.newsletter.importing import account  # noqa: PLC0415 (models are there only now)

    parent = account.begin(options.lines, settings.VAR_DIR / "list.csv")
    crew = [start() for _ in range(options.workers)]
    found = {}
    try:
        for name, act, far in account.PHASES:
            act(parent)
            halted = survive(crew, lambda far=far: far(parent), lambda: account.now(parent), kills=options.kills)
            wait_until(lambda: not account.now(parent).is_moving)
            found[name] = account.of(parent) | {"halted": halted}
    finally:
        for worker in crew:
            worker.kill()
            worker.wait()
    print(json.dumps(found))


def start() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "tests.newsletter.importing.worker"], cwd=ROOT)


def survive(crew: list[subprocess.Popen], far: Callable[[], float], now: Callable[[], Any], *, kills: int) -> int:
    """Each time another part is done. Returns how many kills fell into the work."""
    halted = 0
    for moment in sorted(random.uniform(0, 0.8) for _ in range(kills)):
        wait_until(lambda moment=moment: far() >= moment)
        time.sleep(random.uniform(0, 0.02))
        place = random.randrange(len(crew))
        crew[place].kill()
        assert crew[place].wait() == -signal.SIGKILL
        halted += now().is_moving
        crew[place] = start()
    return halted


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("It hangs.")
        time.sleep(0.005)


if __name__ == "__main__":
    main()
