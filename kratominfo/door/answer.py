"""A ready answer: what Django said once, and the part of HTTP that picks from it (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any, NamedTuple

from kratominfo.door.coding import PLAIN, WORTH_IT, chosen, pack

Headers = list[tuple[str, str]]

NOT_MODIFIED = "304 Not Modified"
WRITTEN_ANEW = {"content-length", "etag", "vary"}  # they hang on the form that is sent
OF_A_BODY = {"content-type", "content-disposition", "content-language", "content-encoding", "content-length"}
TAG = re.compile(r'(?:W/)?"([^"]*)"')


class Body:
    """Bytes in all codings that somebody asked for."""

    __slots__ = ("digest", "forms")

    def __init__(self, plain: bytes) -> None:
        self.forms = {PLAIN: plain}
        self.digest = sha256(plain).hexdigest()[:32]

    def form(self, coding: str) -> bytes:
        if coding not in self.forms:
            self.forms[coding] = pack(self.forms[PLAIN], coding)
        return self.forms[coding]

    @property
    def size(self) -> int:
        return sum(map(len, list(self.forms.values())))


class Form(NamedTuple):
    """An answer in one coding: ready to be handed out."""

    tag: str
    headers: Headers
    body: bytes
    headers_unchanged: Headers  # of a 304


class Answer:
    """`headers` are those of the answer without a coding. `forms` are made when they are first asked for."""

    __slots__ = (
        "body",
        "forms",
        "has_grown",
        "headers",
        "is_packable",
        "is_tagged",
        "modified",
        "named",
        "status",
        "was_read",
    )

    def __init__(self, status: str, headers: Iterable[tuple[str, str]], body: Body) -> None:
        told = [(name, value) for name, value in headers if name.lower() not in WRITTEN_ANEW]
        named = {name.lower(): value for name, value in headers}
        self.status, self.headers, self.named, self.body = status, told, named, body
        kind, control = named.get("content-type", ""), named.get("cache-control", "")
        is_text = kind.startswith(("text/", "application/")) and "content-encoding" not in named
        self.is_packable = is_text and len(body.forms[PLAIN]) >= WORTH_IT
        self.is_tagged = status.startswith("200") and "no-store" not in control
        self.modified = moment(named.get("last-modified"))
        self.forms: dict[str, Form] = {}
        self.has_grown = self.was_read = False

    @property
    def is_public(self) -> bool:
        """It is the same for everybody and may be kept."""
        varied = {name.strip().lower() for name in self.named.get("vary", "").split(",")} - {""}
        directives = {each.strip().lower() for each in self.named.get("cache-control", "").split(",")}
        is_same = varied <= {"accept-encoding"} and "set-cookie" not in self.named
        return self.status.startswith("200") and "public" in directives and is_same

    @property
    def size(self) -> int:
        """Bytes it takes, about: its bodies, its headers once for every form, and what Python adds."""
        words = sum(len(name) + len(value) + 150 for name, value in self.headers)
        return self.body.size + 1000 + words + 500 * len(self.forms)

    def form(self, accept: str) -> Form:
        """The form for who sends this Accept-Encoding."""
        coding = chosen(accept) if accept and self.is_packable else PLAIN
        return self.forms.get(coding) or self._made(coding)

    def reply(self, environ: Mapping[str, Any]) -> tuple[str, Headers, bytes]:
        """Status, headers and body for a GET or HEAD. A Range is not served: all of it is the right answer, too."""
        form = self.form(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if ("HTTP_IF_NONE_MATCH" in environ or self.modified) and self.is_tagged and self._is_known(form.tag, environ):
            return NOT_MODIFIED, form.headers_unchanged, b""
        return self.status, form.headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else form.body

    def _is_known(self, tag: str, environ: Mapping[str, Any]) -> bool:
        """Whether who asks has this very form (RFC 9110 §13.1.2, §13.1.3)."""
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None:
            return known == tag or known.strip() == "*" or tag[1:-1] in TAG.findall(known)
        since = moment(environ.get("HTTP_IF_MODIFIED_SINCE")) if self.modified else None
        return bool(since and self.modified and self.modified <= since)

    def _made(self, coding: str) -> Form:
        body = self.body.form(coding)
        own = self.named.get("etag", "").removeprefix("W/").strip('"') or self.body.digest
        tag = f'"{own}-{coding}"' if coding else f'"{own}"'
        headers = [*self.headers, *([("ETag", tag)] if self.is_tagged else [])]
        vary = self.named.get("vary", "")
        if self.is_packable and "accept-encoding" not in vary.lower():
            vary = f"{vary}, Accept-Encoding".removeprefix(", ")
        if vary:
            headers.append(("Vary", vary))
        unchanged = [(name, value) for name, value in headers if name.lower() not in OF_A_BODY]
        if coding:
            headers.append(("Content-Encoding", coding))
        headers.append(("Content-Length", str(len(body))))
        self.forms[coding] = form = Form(tag, headers, body, unchanged)
        self.has_grown = True
        return form


def moment(words: str | None) -> datetime | None:
    """Of a date in a header (RFC 9110 §5.6.7); none where it is not one."""
    try:
        found = parsedate_to_datetime(words) if words else None
    except (TypeError, ValueError, OverflowError):
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
