"""The shelf: ready answers of one edition of the site, within bounds of memory."""

from __future__ import annotations

from datetime import date
from threading import Lock
from typing import NamedTuple

from kratominfo.door.answer import Answer, Body

# All that Django is told of a request for a public page: whether it came over https, host, path, query.
Key = tuple[bool, str, str, str]


class Edition(NamedTuple):
    """What public pages hang on: the version of the site, and today where the site is."""

    number: int
    day: date

    def __str__(self) -> str:
        return f"{self.number}-{self.day}"


class Shelf:
    """Answers by key. Whoever draws one takes the shelf first and puts it there: a page that was drawn before a publish
    then lands on the shelf of the edition before it, which nobody reads any more. `bodies` are those of the edition
    before: where the same bytes come again they are packed already."""

    def __init__(self, edition: Edition, *, room: int, bodies: dict[str, Body] | None = None) -> None:
        self.edition, self.room = edition, room
        self.bodies = bodies or {}
        self.answers: dict[Key, Answer] = {}
        self.size = sum(body.size for body in self.bodies.values())
        self.is_open = True
        self._sizes: dict[Key, int] = {}
        self._lock = Lock()

    def put(self, key: Key, answer: Answer) -> Answer:
        """Keep the answer, or its greater size once more of its forms are made. What is too large is not kept. Returns
        what to hand out: the one that stands there already, because of two that were drawn at once the later may be the
        older, and nobody is to see a text go back."""
        with self._lock:
            if not self.is_open:
                return answer
            if (standing := self.answers.get(key, answer)) is not answer:
                return standing
            if known := self.bodies.pop(answer.body.digest, None):
                self.size -= known.size
                answer.body = known
            self._drop(key)
            size = answer.size + 2 * sum(map(len, key[1:])) + 200
            if size > self.room:
                return answer
            self.answers[key], self._sizes[key] = answer, size
            self.size += size
            while self.size > self.room:
                self._make_room()
            return answer

    def followed_by(self, edition: Edition) -> Shelf:
        """The shelf of the next edition; this one takes nothing any more and is empty."""
        with self._lock:
            self.is_open = False
            bodies = self.bodies | {answer.body.digest: answer.body for answer in self.answers.values()}
            self.answers, self._sizes, self.bodies = {}, {}, {}
            return Shelf(edition, room=self.room, bodies=bodies)

    def _make_room(self) -> None:
        """First what nobody asked for in this edition, then the oldest that was not read again since it was spared."""
        if self.bodies:
            self.size -= self.bodies.pop(next(iter(self.bodies))).size
            return
        key = next(iter(self.answers))
        answer = self.answers[key]
        size = self._sizes[key]
        self._drop(key)
        if answer.was_read:
            answer.was_read = False
            self.answers[key], self._sizes[key] = answer, size
            self.size += size

    def _drop(self, key: Key) -> None:
        if self.answers.pop(key, None):
            self.size -= self._sizes.pop(key)
