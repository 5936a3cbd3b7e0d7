"""The loop that calls what is due."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from inspect import signature
from threading import Event

from django.db import close_old_connections
from django.utils.module_loading import import_string

from kratominfo.outage import is_outage, summary

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds before what failed is tried again


@dataclass
class Duty:
    """A function by its dotted name, and how often it is called. One that takes long has a parameter `stop`, the event
    by which the worker is asked to end; others have none."""

    every: float  # seconds
    name: str
    next_at: float = 0.0  # on the monotonic clock, which no change of the wall clock moves

    def run(self, stop: Event) -> None:
        """Call it; what it raises is logged and stops nothing else."""
        close_old_connections()
        pause = self.every
        try:
            act = import_string(self.name)
            act(**({"stop": stop} if "stop" in signature(act).parameters else {}))
        except Exception as error:
            if is_outage(error):
                logger.warning("%s has to wait: %s", self.name, summary(error))
                pause = PAUSE
            else:
                logger.exception("%s failed", self.name)
                pause = max(self.every, PAUSE)
        finally:
            close_old_connections()
        self.next_at = time.monotonic() + pause


def work(duties: Sequence[Duty], stop: Event) -> None:
    """Always the duty that has waited longest, until asked to stop; the one in hand is finished first."""
    while not stop.is_set():
        duty = min(duties, key=lambda each: each.next_at)
        if not stop.wait(max(0.0, duty.next_at - time.monotonic())):
            duty.run(stop)
