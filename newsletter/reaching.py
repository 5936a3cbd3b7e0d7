"""Whether links answer. What is asked was typed by somebody, so it is looked up once, judged, and connected to at that
very address; a redirect is followed within its host alone; a slow or endless answer is cut off."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from time import monotonic

from django.conf import settings

from articles.connection import Edge, connected, left, outward, secured
from articles.outside import NoSuchHost, Refused, Target

MOST_LINKS = 30
AT_ONCE = 8
PATIENCE = 5.0  # seconds for one link, with its redirects
ALTOGETHER = 15.0  # seconds for all of them
MOST_BYTES = 64 * 1024  # of an answer's head; its body is not read
HOPS = 3
STATUS = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)[ \r\n]")
LOCATION = re.compile(rb"^location:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
MOVED = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Answer:
    """`status` is HTTP's, 0 where none came; then `why` tells what was in the way. `is_dead`: it leads nowhere."""

    status: int = 0
    why: str = ""
    is_dead: bool = False


def reach(urls: Iterable[str], *, edge: Edge | None = None) -> dict[str, Answer]:
    """What each of the first thirty answers, several at a time. The others are not in it."""
    chosen = list(dict.fromkeys(urls))[:MOST_LINKS]
    ask = partial(answer_of, edge=edge or Edge(), latest=monotonic() + ALTOGETHER)
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="reaching") as pool:
        return dict(zip(chosen, pool.map(ask, chosen), strict=True))


def answer_of(url: str, *, edge: Edge, latest: float) -> Answer:
    until = min(monotonic() + PATIENCE, latest)
    try:
        target = Target.of(url)
        return followed(target, outward(target.host, edge, until), edge, until)
    except Refused as error:
        return Answer(why=str(error))
    except NoSuchHost as error:
        return Answer(why=str(error), is_dead=True)
    except ssl.SSLCertVerificationError:
        return Answer(why="Its certificate is not valid.", is_dead=True)
    except TimeoutError:
        return Answer(why="It did not answer in time.")
    except (OSError, ValueError):
        return Answer(why="It could not be reached.")


def followed(target: Target, addresses: list[str], edge: Edge, until: float) -> Answer:
    for _ in range(HOPS + 1):
        status, location = asked("HEAD", target, addresses, edge, until)
        if status >= 400:  # some servers know GET alone
            status, location = asked("GET", target, addresses, edge, until)
        if status not in MOVED or not location:
            return Answer(status)
        try:
            target = target.leads_to(location)
        except Refused:
            return Answer(status)  # it answered; where to is not ours to follow
    return Answer(status, why="It redirects without end.", is_dead=True)


def asked(method: str, target: Target, addresses: list[str], edge: Edge, until: float) -> tuple[int, str]:
    """Status, and where a redirect leads."""
    with connected(target.port, addresses, edge, until) as line, secured(line, target, until) as safe:
        return said(safe, request(method, target), until)


def request(method: str, target: Target) -> bytes:
    fields = {
        "Host": target.authority,
        "User-Agent": f"link check of {settings.SITE_URL}",
        "Accept": "*/*",
        "Connection": "close",
    }
    lines = [f"{method} {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def said(line: socket.socket, words: bytes, until: float) -> tuple[int, str]:
    """The head of the answer, each piece awaited only as long as time is left: drop by drop does not stretch it."""
    line.sendall(words)
    head, taken = b"", 0
    while True:
        first, end, rest = head.partition(b"\r\n\r\n")
        if end:
            found = STATUS.match(first)
            if not found:
                raise ValueError("This is no HTTP.")
            if int(found[1]) >= 200:
                where = LOCATION.search(first)
                return int(found[1]), where[1].decode("latin-1").strip() if where else ""
            head = rest  # 1xx: the answer is still to come (RFC 9110 §15.2)
            continue
        line.settimeout(left(until))
        piece = line.recv(8192)
        taken += len(piece)
        if not piece or taken > MOST_BYTES:
            raise ValueError("This is no HTTP.")
        head += piece
