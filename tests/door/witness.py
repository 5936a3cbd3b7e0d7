"""Who looks at all public pages after every commit: none of them may change while the version of the site stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test import Client

from articles.models.site import current_version
from tests.door.addresses import a_few

NAMED = re.compile(r'"(\w+)"')
WRITING = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)


class View(NamedTuple):
    """What readers get of each address that the door may keep: a hash of headers and body."""

    version: int
    pages: dict[str, str]

    def changed(self, other: View) -> list[str]:
        return [address for address, seen in self.pages.items() if other.pages.get(address) != seen]


class Witness:
    """`read`: tables that public pages asked; `written`: tables that acts wrote; `faults`: pages that changed under the
    same version, with the tables that were written since."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.written: set[str] = set()
        self.since: set[str] = set()
        self.faults: list[str] = []
        self.is_looking = False
        self.tables = set(connection.introspection.table_names())
        self.last = View(0, {})
        self.last = self.look()

    def look(self) -> View:
        version = current_version()
        found = dict.fromkeys([*a_few(), *self.last.pages])  # what was there should be there
        self.is_looking = True
        try:
            return View(version, {address: seen for address in found if (seen := digest(address))})
        finally:
            self.is_looking = False

    def note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        writing = WRITING.match(sql)
        if self.is_looking:
            self.read |= set(NAMED.findall(sql)) & self.tables
        elif writing:
            self.written.add(writing[1])
            self.since.add(writing[1])
            if not connection.in_atomic_block:
                self.compare()
        return answer

    def compare(self) -> None:
        """A transaction was committed."""
        if not self.is_looking and self.since & self.read:
            self.compare_now()

    def compare_now(self) -> None:
        now = self.look()
        for address in self.last.changed(now):
            if now.version == self.last.version:
                self.faults.append(f"{address} changed with {', '.join(sorted(self.since))}")
        self.last, self.since = now, set()

    @contextmanager
    def watching(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        follow = connection.run_and_clear_commit_hooks

        def committed() -> None:
            self.compare()
            follow()

        monkeypatch.setattr(connection, "run_and_clear_commit_hooks", committed)
        with connection.execute_wrapper(self.note):
            self.last = self.look()
            yield


def digest(address: str) -> str:
    """Nothing for what the door does not keep."""
    answer = Client().get(address)
    if answer.status_code != 200:
        return ""
    return sha256(repr(sorted(answer.items())).encode() + answer.content).hexdigest()
