"""A door with a Django behind it, a database and a clock that do as they are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any, NamedTuple

from django.db import OperationalError

from kratominfo.door import watch
from kratominfo.door.layer import Door

PAGE = "/articles/sleep/"
PUBLIC = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, max-age=0", "X-Frame-Options": "DENY"}
ROOM = 200_000
SEEN = ("HTTP_", "QUERY", "SCRIPT", "wsgi.url")
BARE = {"REMOTE_ADDR", "SCRIPT_NAME"}  # of the server, and what some take from a header


class Said(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def words(self) -> str:
        return self.body.decode()


class Stage:
    """`drawn` are the requests that reached Django, each its environ. What it says is its text and what it saw."""

    def __init__(self, monkeypatch: Any, *, room: int = ROOM, grace: float = 60) -> None:
        self.version, self.now, self.day, self.text = 1, 100.0, date(2026, 3, 1), "Little is known. " * 40
        self.drawn: list[dict[str, Any]] = []
        self.asked: list[float] = []
        self.status, self.headers = 200, dict(PUBLIC)
        self.is_gone = False
        self.while_drawing: Callable[[], object] = lambda: None
        self.while_asking: Callable[[], object] = lambda: None
        self.door = Door(self.django)
        self.door.watch = watch.Watch(self.ask, room=room, grace=grace, clock=lambda: self.now)
        monkeypatch.setattr(watch.timezone, "localdate", lambda: self.day)
        monkeypatch.setattr(watch, "close_old_connections", lambda: None)

    def ask(self) -> int:
        self.asked.append(self.now)
        if self.is_gone:
            raise OperationalError("the server closed the connection")
        number = self.version
        self.while_asking()
        return number

    def django(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.drawn.append(environ)
        text = self.text
        self.while_drawing()
        seen = {name: value for name, value in environ.items() if name.startswith(SEEN)}
        start_response(f"{self.status} {HTTPStatus(self.status).phrase}", list(self.headers.items()))
        return [f"{text} {environ['PATH_INFO']} {sorted(seen.items())}".encode()]

    def get(
        self, path: str = PAGE, *, query: str = "", method: str = "GET", secure: bool = True, **headers: str
    ) -> Said:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": "203.0.113.9"}
        environ |= {"wsgi.url_scheme": "https" if secure else "http", "HTTP_HOST": "example.org", "SERVER_NAME": "x"}
        environ |= {name if name in BARE else f"HTTP_{name}": value for name, value in headers.items()}
        told: list[Any] = []
        body = b"".join(self.door(environ, lambda *words: told.extend(words)))
        return Said(int(told[0][:3]), dict(told[1]), body)

    def publish(self, text: str) -> None:
        self.text = text
        self.version += 1
