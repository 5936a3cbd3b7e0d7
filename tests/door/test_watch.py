"""Who asks for the edition, and who waits for the answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Barrier, Event, Thread

import pytest
from django.db import OperationalError

from kratominfo.door import watch
from kratominfo.door.watch import Watch


@pytest.fixture(autouse=True)
def _no_connections(monkeypatch) -> None:
    monkeypatch.setattr(watch, "close_old_connections", lambda: None)


@pytest.fixture
def hanging() -> Iterator[tuple[Callable[[], int], Event, Event]]:
    """A database that answers once, and then not before it is told to; it says when it has been asked."""
    asked, told, answers = Event(), Event(), iter([1])

    def ask() -> int:
        if first := next(answers, 0):
            return first
        asked.set()
        return 2 if told.wait(5) else 0

    yield ask, asked, told
    told.set()


def test_it_counts_on_a_clock_that_nobody_can_set():
    assert Watch(lambda: 1, room=0, grace=0).clock is time.monotonic


def test_many_who_come_at_once_ask_once():
    asked, barrier = [], Barrier(8)

    def ask() -> int:
        time.sleep(0.05)
        asked.append(1)
        return 1

    one = Watch(ask, room=0, grace=0)
    found = []

    def come() -> None:
        barrier.wait()
        found.append(one.look())

    threads = [Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == [1]
    assert len(found) == 8
    assert None not in found


def test_nobody_waits_long_for_a_database_that_hangs(hanging, monkeypatch):
    monkeypatch.setattr(watch, "PATIENCE", 0.05)
    monkeypatch.setattr(watch, "A_SECOND", 0)
    ask, asked, told = hanging
    one = Watch(ask, room=0, grace=60)
    kept = one.look()
    asker = Thread(target=one.look)
    asker.start()
    assert asked.wait(5)
    began = time.monotonic()
    assert [one.look(), one.look(), one.look()] == [kept] * 3
    assert one.is_blind
    assert time.monotonic() - began < 4
    told.set()
    asker.join()
    assert not one.is_blind
    assert one.shelf.edition.number == 2


def test_a_database_that_was_never_there_leaves_no_shelf():
    def ask() -> int:
        raise OperationalError("no such host")

    assert Watch(ask, room=0, grace=60).look() is None
