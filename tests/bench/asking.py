"""One request, as a reader's browser sends it, and the answer as it comes over the wire."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection

import brotli

HOST = "localhost"
SENT = {"Host": HOST, "Accept-Encoding": "gzip, deflate, br"}
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]  # names in small letters
    packed: bytes

    @property
    def coding(self) -> str:
        return dict(self.headers).get("content-encoding", "")

    @property
    def body(self) -> bytes:
        return UNPACK[self.coding](self.packed)


def ask(port: int, path: str, headers: Mapping[str, str] = SENT) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        got = [(name.lower(), value) for name, value in response.getheaders()]
        return Answer(status=response.status, headers=got, packed=response.read())
    finally:
        connection.close()
