"""The door: a WSGI layer (PEP 3333) that hands out public pages which are ready, and has Django draw those that are
not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.utils.module_loading import import_string

from kratominfo.door.answer import Answer, Body, Headers
from kratominfo.door.shelf import Key, Shelf
from kratominfo.door.watch import Watch
from kratominfo.proxy import Proxies

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

DRAWING = "kratominfo.door"  # in the environ of what the door has drawn
VERSION_PATH = "/-/version"
SAFE = {"GET", "HEAD"}
OF_THE_SERVER = ["SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL"]
OF_THE_SERVER += ["wsgi.version", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once"]
BLIND = ("Cache-Status", "kratominfo; hit; detail=no-database")  # RFC 9211
MAY_BE_KEPT, MUST_NOT = ("X-Accel-Expires", "86400"), ("X-Accel-Expires", "0")  # told to a proxy that named a version


class Door:
    """In front of `django`. What it keeps hangs on a Key and an Edition and on nothing else. What a proxy keeps
    outlives it, so to proxies the name of an edition ends with the `release`."""

    def __init__(self, django: Application, *, release: str = "") -> None:
        self.django, self.release = django, release
        self.proxies = Proxies(settings.TRUSTED_PROXY)
        self.session = re.compile(rf"(?:^|[;,\s]){re.escape(settings.SESSION_COOKIE_NAME)}\s*=")
        self.private = re.compile("|".join(settings.DOOR_PRIVATE))
        self.queries = [(re.compile(path), frozenset(names)) for path, names in settings.DOOR_QUERIES]
        room = settings.DOOR_BYTES if settings.DOOR else 0
        self.watch = Watch(import_string(settings.DOOR_VERSION), room=room, grace=settings.DOOR_GRACE)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in SAFE or self.is_personal(environ):
            return self.django(environ, start_response)
        is_secure = self.proxies.is_secure(environ)
        asked = is_secure, environ.get("HTTP_HOST", ""), environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        shelf = self.shelf(environ) if "HTTP_X_SITE_VERSION" in environ else self.watch.look()
        answer = shelf.answers.get(asked) if shelf else None
        if answer:
            answer.was_read = True
            return self.hand_out(answer, asked, shelf, environ, start_response)
        if asked[2] == VERSION_PATH:
            return self.say_version(environ, start_response)
        key = self.key(*asked)
        if key is None:
            return self.django(environ, start_response)
        return self.hand_out(self.answer(key, shelf, environ), key, shelf, environ, start_response)

    def is_personal(self, environ: Environ) -> bool:
        cookies = environ.get("HTTP_COOKIE")
        return "HTTP_AUTHORIZATION" in environ or (cookies is not None and bool(self.session.search(cookies)))

    def shelf(self, environ: Environ) -> Shelf | None:
        """A proxy that keeps pages itself names the edition it keeps them for: perhaps it has heard of a newer one."""
        wanted, shelf = self.wanted(environ), self.watch.look()
        is_other = wanted and not (shelf and self.name(shelf) == wanted)
        return self.watch.look_again() if is_other else shelf

    def wanted(self, environ: Environ) -> str:
        named = environ.get("HTTP_X_SITE_VERSION", "")
        return named if named and self.proxies.sent(environ) else ""

    def key(self, is_secure: bool, host: str, path: str, query: str) -> Key | None:
        """Of a public page, without names of the query that the page does not know; none of anything else."""
        if not host or "%00" in query or self.private.search(path):
            return None
        return is_secure, host, path, self.known(path, query) if query else ""

    def known(self, path: str, query: str) -> str:
        names = next((names for pattern, names in self.queries if pattern.fullmatch(path)), frozenset[str]())
        return "&".join(part for part in query.split("&") if unquote_plus(part.partition("=")[0]) in names)

    def answer(self, key: Key, shelf: Shelf | None, environ: Environ) -> Answer:
        """From the shelf, or drawn and put on the very shelf that was looked at before."""
        if shelf and (kept := shelf.answers.get(key)):
            kept.was_read = True
            return kept
        drawn = self.drawn(key, environ)
        return shelf.put(key, drawn) if shelf and drawn.is_public else drawn

    def drawn(self, key: Key, environ: Environ) -> Answer:
        """What Django says to a request that holds the key and nothing else."""
        told: list[Any] = []
        bare: Environ = {name: environ[name] for name in OF_THE_SERVER if name in environ}
        is_secure, host, path, query = key
        bare |= {"wsgi.url_scheme": "https" if is_secure else "http", "wsgi.input": BytesIO(), DRAWING: True}
        bare["SCRIPT_NAME"] = ""  # gunicorn would take it from a header
        bare |= {"REQUEST_METHOD": "GET", "HTTP_HOST": host, "PATH_INFO": path, "QUERY_STRING": query}
        chunks = self.django(bare, lambda status, headers, error=None: told.extend((status, headers)))
        try:
            body = b"".join(chunks)
        finally:
            getattr(chunks, "close", bool)()
        return Answer(told[0], told[1], Body(body))

    def hand_out(
        self, answer: Answer, key: Key, shelf: Shelf | None, environ: Environ, start_response: StartResponse
    ) -> list[bytes]:
        status, headers, body = answer.reply(environ)
        if answer.has_grown and shelf and shelf.answers.get(key) is answer:
            answer.has_grown = False
            shelf.put(key, answer)
        is_plain = not self.watch.is_blind and "HTTP_X_SITE_VERSION" not in environ
        start_response(status, headers[:] if is_plain else headers + self.told_beside(answer, shelf, environ))
        return [body]

    def told_beside(self, answer: Answer, shelf: Shelf | None, environ: Environ) -> Headers:
        """What hangs on the moment of this one request."""
        beside = [BLIND] if answer.was_read and self.watch.is_blind else []
        if wanted := self.wanted(environ):
            is_of_it = shelf is not None and self.name(shelf) == wanted and not self.watch.is_blind
            beside.append(MAY_BE_KEPT if is_of_it and answer.is_public else MUST_NOT)
        return beside

    def name(self, shelf: Shelf) -> str:
        """Of its edition, as proxies know it."""
        return f"{shelf.edition}-{self.release}" if self.release else str(shelf.edition)

    def say_version(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """A proxy keeps the answer for a second (nginx nearly two), so what it is told is asked now. It may go on with
        it while nobody answers, as long as this process would."""
        is_asked_now = self.proxies.sent(environ) and not self.watch.is_blind
        shelf = self.watch.look_again() if is_asked_now else self.watch.look()
        if shelf is None:
            start_response("503 Service Unavailable", [("Retry-After", "5"), ("Cache-Control", "no-store")])
        else:
            lasting = f"max-age=1, stale-if-error={self.watch.lasting:.0f}"
            start_response("204 No Content", [("X-Site-Version", self.name(shelf)), ("Cache-Control", lasting)])
        return [b""]
