"""One database: the worker's own code beside a bare smtplib loop over ready bytes, by turns. Prints figures as JSON.

The database is what DATABASE_URL names; it has to be empty."""

from __future__ import annotations

import argparse
import json
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from types import ModuleType

import django

ROOT = Path(__file__).resolve().parents[3]
CONNECTIONS = (1, 4)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    django.setup()
    from tests.newsletter.bench import scene  # noqa: PLC0415 (models are there only now)

    scene.set_up(options.messages)
    figures = []
    with sink() as port:
        scene.point_at(port)
        for many in CONNECTIONS:
            turns = [compare(scene, port, many) for _ in range(options.turns)]
            found = {name: median(turn[name] for turn in turns) for name in turns[0]}
            figures.append({"connections": many} | found)
    print(json.dumps(figures))


def compare(scene: ModuleType, port: int, many: int) -> dict[str, float]:
    """Messages a second and CPU milliseconds a message of this process, bare and with the ledger."""
    campaign = scene.ready(connections=many)
    letters = scene.letters(campaign)
    bare = measured(lambda: send_bare(port, letters, many), len(letters))
    kept = measured(lambda: scene.send(campaign), len(letters))
    scene.check(campaign, len(letters))
    figures = {"bare": bare[0], "ledger": kept[0], "bare_cpu": bare[1], "ledger_cpu": kept[1]}
    return figures | {"ratio": kept[0] / bare[0]}


def measured(act: Callable[[], None], many: int) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return many / (time.perf_counter() - wall), (time.process_time() - cpu) / many * 1000


def send_bare(port: int, letters: list[tuple[str, str, bytes]], many: int) -> None:
    with ThreadPoolExecutor(many) as pool:
        for done in [pool.submit(send_all, port, letters[place::many]) for place in range(many)]:
            done.result()


def send_all(port: int, letters: list[tuple[str, str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as server:
        for sender, address, message in letters:
            server.sendmail(sender, [address], message)


@contextmanager
def sink() -> Iterator[int]:
    command = [sys.executable, "-m", "tests.newsletter.bench.sink"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
