"""A mail server in a process of its own: whom it accepted a letter for is written down before it says so.

Called with a port, the file to write to, and "kind" or "awkward"."""

from __future__ import annotations

import asyncio
import os
import sys
from zlib import crc32

from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPTED = "250 Accepted"
HUNDREDS = 100


class Sink:
    """An awkward one refuses three of a hundred for good, asks as many to come again, and hangs up on as many after it
    accepted the letter and before it said so."""

    def __init__(self, path: str, *, is_awkward: bool) -> None:
        self.file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        self.is_awkward = is_awkward
        self.seen: set[str] = set()

    def lot(self, address: str) -> int:
        return crc32(address.encode()) % HUNDREDS if self.is_awkward else HUNDREDS

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list) -> str:
        if self.lot(to) < 3:
            return "550 5.1.1 Nobody there"
        if self.lot(to) < 6 and to not in self.seen:
            self.seen.add(to)
            return "450 4.2.0 Come again"
        envelope.rcpt_tos.append(to)
        return ACCEPTED

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (to,) = envelope.rcpt_tos
        os.write(self.file, f"{to}\n".encode())
        if 6 <= self.lot(to) < 9 and to not in self.seen:
            self.seen.add(to)
            server.transport.abort()
        return ACCEPTED


async def serve(port: int, sink: Sink) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(sink), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Sink(sys.argv[2], is_awkward=sys.argv[3] == "awkward")))
