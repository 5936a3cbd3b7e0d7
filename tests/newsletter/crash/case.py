"""One case: a campaign, real workers, a real mail server, and kill -9 at random moments. Prints the account as JSON.

Its database is what DATABASE_URL names; it has to be empty."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 240  # seconds without a step forward: then something hangs. Those in which we were stopped do not count
LEASE = 2


def main() -> None:
    options = read_options()
    django.setup()
    from tests.newsletter.crash import scene  # noqa: PLC0415 (models are there only now)

    scene.set_up(options.recipients, resend=options.resend)
    with tempfile.TemporaryDirectory() as folder:
        accepted = Path(folder, "accepted")
        port = free_port()
        sink = [sys.executable, "-m", "tests.newsletter.crash.sink", str(port), str(accepted), options.mood]
        crew = Crew(sink, workers=options.workers, port=port)
        started = time.monotonic()
        try:
            kill_at_random(crew, accepted, scene, options)
            drain(scene)
            crew.dismiss()
        finally:
            crew.kill_all()
        figures = scene.account(accepted).as_dict() | {"seconds": round(time.monotonic() - started)}
    print(json.dumps(figures))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipients", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--resend", action="store_true")
    parser.add_argument("--mood", choices=["kind", "awkward"], default="kind")
    return parser.parse_args()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Crew:
    """The mail server and the workers."""

    def __init__(self, sink: list[str], *, workers: int, port: int) -> None:
        more = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "NEWSLETTER_LEASE": str(LEASE), "LOG_LEVEL": "ERROR"}
        self.environment = os.environ | more
        self.sink = subprocess.Popen(sink, cwd=ROOT)
        self.workers = [self.start() for _ in range(workers)]

    def start(self) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--skip-checks"], cwd=ROOT, env=self.environment
        )

    def kill_one(self) -> None:
        place = random.randrange(len(self.workers))
        self.workers[place].kill()
        assert self.workers[place].wait() == -signal.SIGKILL
        self.workers[place] = self.start()

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.terminate()
        ends = {worker.wait(60) for worker in self.workers}
        assert 0 in ends <= {0, -signal.SIGTERM}  # one that was started last may not have come to listen

    def kill_all(self) -> None:
        for one in [*self.workers, self.sink]:
            one.kill()
            one.wait()


def kill_at_random(crew: Crew, accepted: Path, scene, options: argparse.Namespace) -> None:
    """Each time another part of the campaign is through, so that all kills fall while letters go out."""
    share = options.recipients * 0.8
    moments = sorted(random.uniform(0, share) for _ in range(options.kills))
    for number, moment in enumerate(moments):
        wait_until(lambda moment=moment: letters_in(accepted) >= moment, scene, pause=0.005)
        time.sleep(random.uniform(0, 0.02))
        crew.kill_one()
        if number % 3 == 0:
            scene.somebody_leaves()


def letters_in(accepted: Path) -> int:
    return accepted.read_bytes().count(b"\n") if accepted.exists() else 0


def drain(scene) -> None:
    """Until the campaign is over; those who were asked to come again do so at once."""
    wait_until(lambda: scene.bring_forward() or scene.is_over(), scene, pause=0.5)


def wait_until(is_so: Callable[[], bool], scene, *, pause: float) -> None:
    for _ in range(int(PATIENCE / pause)):
        if is_so():
            return
        time.sleep(pause)
    raise TimeoutError(f"It hangs: {scene.fates()}")


if __name__ == "__main__":
    main()
