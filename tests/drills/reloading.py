"""The server takes new workers at SIGHUP while it is asked; nobody notices. What the kernel has queued for a worker of
granian that ends is reset, and asked again."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.drills.report import DRAWN, KEPT, Outcome, outcome
from tests.drills.site import children_of, free_port, site
from tests.drills.traffic import Question, traffic

QUESTIONS = [Question(KEPT, "/about/"), Question(DRAWN, "/search/?q=tea"), Question(DRAWN, "/accounts/login/")]
PATIENCE = 120.0  # seconds that a reload may take


def reload(folder: Path, server: str, *, times: int) -> Outcome:
    """`server`: granian or gunicorn. One after the other, so many times."""
    with site(folder) as served:
        port = free_port()
        number = getattr(served, server)(port, workers=2).pid
        for question in QUESTIONS:
            question.ask(port)
        with traffic(port, QUESTIONS) as tally:
            time.sleep(1)
            are_new = [has_new_workers(number) for _ in range(times)]
            time.sleep(2)
        beside = {"new_workers": all(are_new), "none_refused": not tally.count(503)}
        return outcome(f"{server} reloaded", served, tally, few_reset=tally.again <= 2 * times, **beside)


def has_new_workers(number: int) -> bool:
    """Whether none of the old ones is left in time."""
    before, deadline = children_of(number), time.monotonic() + PATIENCE
    os.kill(number, signal.SIGHUP)
    while before & children_of(number):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
