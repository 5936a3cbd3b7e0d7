"""The site as a server runs it: behind a door that keeps, behind one that keeps nothing, and behind none."""

from __future__ import annotations

from io import BytesIO
from typing import Any, NamedTuple

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import override_settings

from kratominfo.door.layer import Application, Door
from kratominfo.door.watch import Watch

HOST = "localhost"


class Said(NamedTuple):
    status: str
    headers: frozenset[tuple[str, str]]
    body: bytes


class Doors:
    """`now` is the clock of the door that keeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.django = get_wsgi_application()
        with override_settings(DOOR=True):
            self.on = Door(self.django)
        with override_settings(DOOR=False):
            self.off = Door(self.django)
        self.on.watch.clock = lambda: self.now

    @property
    def watch(self) -> Watch:
        return self.on.watch

    def differences(self, found: list[str], coding: str = "") -> list[str]:
        """Addresses at which it matters which door somebody came through, a second after whatever happened last: where
        it drew the answer, where it had it, and where nothing is kept."""
        self.now += 1.0
        kept = {address: (ask(self.on, address, coding), ask(self.on, address, coding)) for address in found}
        return [address for address in found if {ask(self.off, address, coding), *kept[address]} != {kept[address][0]}]

    def whole_differences(self, found: list[str], coding: str) -> list[str]:
        """The same beside Django alone, and for who has an answer already."""
        return [*self.differences(found, coding), *(a for a in found if not self._is_whole(a, coding))]

    def _is_whole(self, address: str, coding: str) -> bool:
        first = ask(self.on, address, coding)
        known = {"HTTP_IF_NONE_MATCH": dict(first.headers).get("ETag", "none")}
        again = [ask(each, address, coding, **known) for each in (self.on, self.off)]
        return first == ask(self.django, address, coding) and again[0] == again[1]


def ask(door: Application, address: str, coding: str = "", **headers: str) -> Said:
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": HOST}
    environ |= {"SERVER_NAME": HOST, "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "203.0.113.9"}
    environ |= {"wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "HTTP_ACCEPT_ENCODING": coding} | headers
    told: list[Any] = []
    for moment in (request_started, request_finished):  # Django's client connects them again
        moment.disconnect(close_old_connections)
    chunks = door(environ, lambda status, headers, error=None: told.extend((status, headers)))
    body = b"".join(chunks)
    getattr(chunks, "close", bool)()
    return Said(told[0], frozenset(told[1]), body)
