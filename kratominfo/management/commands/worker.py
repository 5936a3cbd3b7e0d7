"""Do what is due, until told to stop."""

from __future__ import annotations

import signal
from threading import Event

from django.conf import settings
from django.core.management.base import BaseCommand

from kratominfo.worker import Duty, work


class Command(BaseCommand):
    help = "Sends mail, publishes what was scheduled: calls what settings.DUE names. Any number may run."

    def handle(self, **options: object) -> None:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        work([Duty(every, name) for every, name in settings.DUE], stop)
