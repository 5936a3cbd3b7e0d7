"""A worker that does nothing but imports, in small steps, so that a kill falls into the middle of something."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import django

django.setup()

from newsletter.importing import applying, reading, undoing, work  # noqa: E402 (models are there only now)

STEP = 100


def main() -> None:
    reading.PIECE = applying.CHUNK = STEP
    undoing.CHUNK = 5 * STEP
    work.LEASE = applying.LEASE = undoing.LEASE = timedelta(seconds=0.5)
    pause = Event()
    while True:
        work.work_due()
        pause.wait(0.01)


if __name__ == "__main__":
    main()
