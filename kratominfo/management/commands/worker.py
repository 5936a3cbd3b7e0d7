"""Do what is due, until told to stop."""

from __future__ import annotations

import signal
from collections.abc import Iterable
from threading import Event, Thread

from django.conf import settings
from django.core.management.base import BaseCommand

from kratominfo.worker import Duty, work


class Command(BaseCommand):
    help = "Sends mail, publishes what was scheduled: calls what settings.DUE names. Any number may run."

    def handle(self, **options: object) -> None:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        aside = Thread(target=work, args=(duties(settings.DUE_ASIDE), stop))
        aside.start()
        work(duties(settings.DUE), stop)
        aside.join()


def duties(due: Iterable[tuple[float, str]]) -> list[Duty]:
    return [Duty(every, name) for every, name in due]
