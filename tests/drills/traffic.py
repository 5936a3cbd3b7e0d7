"""Readers who go on asking, whatever happens, and what became of each request."""

from __future__ import annotations

import http.client
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from itertools import count
from threading import Event, Lock, Thread

from tests.nginx import HOST

HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "Connection": "close"}
FORM = HEADERS | {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}
VISITORS = count(1)
READERS = 4


@dataclass(frozen=True)
class Question:
    """`name` is what its answers are counted under. With a body it is a POST, each from another network, whose number
    stands for `{}`."""

    name: str
    path: str
    body: str = ""

    def ask(self, port: int) -> http.client.HTTPResponse:
        """Raises OSError, HTTPException."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            if self.body:
                visitor = next(VISITORS)
                posted = FORM | {"X-Forwarded-For": f"203.{visitor // 250}.{visitor % 250}.7"}
                connection.request("POST", self.path, self.body.format(visitor), posted)
            else:
                connection.request("GET", self.path, headers=HEADERS)
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()


@dataclass
class Tally:
    """`statuses` by name; 0 is no answer at all, -503 one without Retry-After. `gap`: seconds between two answers 200
    at most, by name. `unseen`: answers that said they were given without the database. `again`: how often somebody
    asked again, because the connection was reset before it was heard."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    gap: dict[str, float] = field(default_factory=dict)
    unseen: int = 0
    again: int = 0
    _good_at: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def note(self, name: str, status: int, headers: Message) -> None:
        with self._lock:
            told = -503 if status == 503 and "Retry-After" not in headers else status
            self.statuses.setdefault(name, Counter())[told] += 1
            self.unseen += "no-database" in headers.get("Cache-Status", "")
            if status == 200:
                now = time.monotonic()
                self.gap[name] = max(self.gap.get(name, 0.0), now - self._good_at.get(name, now))
                self._good_at[name] = now

    def note_again(self) -> None:
        with self._lock:
            self.again += 1

    def of(self, name: str) -> dict[int, int]:
        return dict(self.statuses.get(name, {}))

    def count(self, status: int) -> int:
        return sum(each[status] for each in self.statuses.values())

    @property
    def failed(self) -> int:
        """Neither 200 nor a 503 that says when to come again."""
        return sum(
            count for each in self.statuses.values() for status, count in each.items() if status not in {200, 503}
        )


@contextmanager
def traffic(port: int, questions: list[Question], *, rate: float = 20.0) -> Iterator[Tally]:
    """`rate`: questions a second, from several readers together."""
    tally, stop = Tally(), Event()
    readers = [
        Thread(target=_read, args=(port, questions[at:] + questions[:at], rate, tally, stop)) for at in range(READERS)
    ]
    for reader in readers:
        reader.start()
        time.sleep(1 / rate)
    try:
        yield tally
    finally:
        stop.set()
        for reader in readers:
            reader.join()


def _read(port: int, questions: list[Question], rate: float, tally: Tally, stop: Event) -> None:
    at, due = 0, time.monotonic()
    while not stop.is_set():
        question = questions[at % len(questions)]
        try:
            answer = _answer(question, port, tally)
            tally.note(question.name, answer.status, answer.headers)
        except (OSError, http.client.HTTPException):
            tally.note(question.name, 0, Message())
        at, due = at + 1, due + READERS / rate
        stop.wait(max(0.0, due - time.monotonic()))


def _answer(question: Question, port: int, tally: Tally) -> http.client.HTTPResponse:
    try:
        return question.ask(port)
    except ConnectionResetError as error:
        if question.body or isinstance(error, http.client.RemoteDisconnected):
            raise
    tally.note_again()
    return question.ask(port)
