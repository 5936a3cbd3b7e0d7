"""One moment of the list: a read-only connection of its own, which lets every writer go on, and rows out of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from urllib.parse import quote

from django.db import connection
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.backends.utils import CursorWrapper

BATCH = 2000  # rows
WAITING = 4  # batches that PostgreSQL is ahead of whoever downloads, at most


@contextmanager
def snapshot() -> Iterator[CursorWrapper]:
    opened = _sqlite if connection.vendor == "sqlite" else _postgresql
    with opened() as cursor:
        yield cursor


@contextmanager
def _sqlite() -> Iterator[SQLiteCursorWrapper]:
    name = str(connection.settings_dict["NAME"])
    uri = name if name.startswith("file:") else f"file:{quote(name)}?mode=ro"  # in memory, as tests have it, or a file
    # Any thread: the server closes a broken-off download in whichever it likes.
    with closing(sqlite3.connect(uri, uri=True, timeout=20, isolation_level=None, check_same_thread=False)) as own:
        own.execute("PRAGMA query_only = ON")
        own.execute("BEGIN")
        yield own.cursor(factory=SQLiteCursorWrapper)


@contextmanager
def _postgresql() -> Iterator[CursorWrapper]:
    """In UTC, and without a limit of time: a slow line is no slow query."""
    with closing(connection.copy()) as own:
        own.inc_thread_sharing()
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL TIME ZONE 'UTC'")
            cursor.execute("SET LOCAL jit = off")  # the query is simple, compiling it takes a second
            yield cursor


def copied(cursor: CursorWrapper, statement: str, values: tuple[object, ...]) -> Iterator[list[bytes]]:
    """What COPY writes, a line for each row (PostgreSQL's protocol promises that), in batches."""
    return iter(Copy(cursor, statement, values))


class Stopped(Exception):
    """Nobody wants the rest."""


class Copy:
    """COPY hands over, whoever downloads takes away: a thread for the first, which waits for the second."""

    def __init__(self, cursor: CursorWrapper, statement: str, values: tuple[object, ...]) -> None:
        self.cursor = cursor.cursor
        self.statement = self.cursor.mogrify(statement, values)
        self.queue: Queue[list[bytes] | Exception | None] = Queue(WAITING)
        self.stopped = Event()
        self.rows: list[bytes] = []

    def __iter__(self) -> Iterator[list[bytes]]:
        thread = Thread(target=self.run, daemon=True)
        thread.start()
        try:
            while rows := self.queue.get():
                if isinstance(rows, Exception):
                    raise rows
                yield rows
        finally:
            self.stop(thread)

    def run(self) -> None:
        try:
            self.cursor.copy_expert(self.statement, self)
            self.hand_over(self.rows)
            self.hand_over(None)
        except Stopped:
            pass
        except Exception as error:  # whatever it is: told where somebody hears it
            self.hand_over(error)

    def write(self, row: bytes) -> None:
        self.rows.append(row)
        if len(self.rows) == BATCH:
            self.hand_over(self.rows)
            self.rows = []
            if self.stopped.is_set():
                raise Stopped

    def hand_over(self, what: list[bytes] | Exception | None) -> None:
        while not self.stopped.is_set():
            with suppress(Full):
                self.queue.put(what, timeout=1)
                return

    def stop(self, thread: Thread) -> None:
        self.stopped.set()
        thread.join(0.1)
        while thread.is_alive():  # it waits for the server, or for room
            self.cursor.connection.cancel()
            with suppress(Empty):
                self.queue.get_nowait()
            thread.join(0.1)
