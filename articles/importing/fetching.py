"""An answer of one of three services or of the hub that the settings name, and of nobody else: https alone, the address
that was judged is the one that is connected to, a redirect stays on its host, five seconds and one megabyte are all it
gets. No proxy is ever asked."""

from __future__ import annotations

import io
import socket
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from articles.connection import Edge, connected, left, outward, secured
from articles.outside import Refused, Target

HOSTS = {"api.crossref.org", "eutils.ncbi.nlm.nih.gov", "api.indexnow.org"}
PATIENCE = 5.0  # seconds, with redirects
MOST_BYTES = 1024 * 1024  # of an answer with its head
HOPS = 2
MOVED = {301, 302, 303, 307, 308}


class NotReached(Exception):
    """No answer came that may be used. The message is the end of a sentence that begins with the host's name."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class Bounded(io.RawIOBase):
    """What comes over a line, each piece awaited only as long as time is left: drop by drop does not stretch it."""

    def __init__(self, line: socket.socket, until: float) -> None:
        self.line, self.until, self.taken = line, until, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.line.settimeout(left(self.until))
        many = self.line.recv_into(buffer)
        self.taken += many
        if self.taken > MOST_BYTES:
            raise NotReached("answered with more than 1 MB")
        return many

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client asks of a socket."""
        return io.BufferedReader(self)


def fetch(url: str, *, fields: dict[str, str], body: bytes = b"", edge: Edge | None = None) -> Answer:
    """`fields` go with the request, which is a POST where there is a `body`. Raises NotReached."""
    until = monotonic() + PATIENCE
    try:
        return followed(allowed(url), fields, body, edge or Edge(), until)
    except TimeoutError:
        raise NotReached("did not answer in time") from None
    except Refused as error:
        raise NotReached(f"was not asked: {error}") from None
    except (OSError, HTTPException, ValueError):
        raise NotReached("could not be reached") from None


def allowed(url: str) -> Target:
    """Raises Refused."""
    target = Target.of(url)
    if target.scheme != "https" or target.host not in HOSTS | {urlsplit(settings.WEBSUB_HUB).hostname}:
        raise Refused("It is none of the services that may be asked.")
    return target


def followed(target: Target, fields: dict[str, str], body: bytes, edge: Edge, until: float) -> Answer:
    addresses = outward(target.host, edge, until)
    for _ in range(HOPS + 1):
        with connected(target.port, addresses, edge, until) as line, secured(line, target, until) as safe:
            answer, location = said(safe, request(target, fields, body), until)
        if answer.status not in MOVED:
            return answer
        onward = target.leads_to(location)
        target = allowed(f"{onward.scheme}://{onward.authority}{onward.path}")
    raise NotReached("redirects without end")


def request(target: Target, fields: dict[str, str], body: bytes = b"") -> bytes:
    fields = {"Host": target.authority, **fields, "Accept-Encoding": "identity", "Connection": "close"}
    fields |= {"Content-Length": str(len(body))} if body else {}
    method = "POST" if body else "GET"
    lines = [f"{method} {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def said(line: socket.socket, words: bytes, until: float) -> tuple[Answer, str]:
    line.sendall(words)
    response = HTTPResponse(Bounded(line, until), method="GET")  # type: ignore[arg-type]
    response.begin()
    if response.getheader("Content-Encoding", "identity") != "identity":
        raise NotReached("answered in a form that was not asked for")
    return Answer(response.status, response.read()), response.getheader("Location", "") or ""
