"""A mail server that does as little as one can (RFC 5321), so that what is measured is the sender. Says its port."""

from __future__ import annotations

import asyncio

REPLIES = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"DATA": b"354 Go on\r\n",
    b"QUIT": b"221 Bye\r\n",
}
FINE = b"250 2.0.0 Fine\r\n"
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """Answers each command at once, and a letter at its full stop."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.held, self.is_letter = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, received: bytes) -> None:
        self.held += received
        answers = []
        while answer := self.next_answer():
            answers.append(answer)
        if answers:
            self.transport.write(b"".join(answers))

    def next_answer(self) -> bytes:
        line, found, rest = self.held.partition(END if self.is_letter else b"\r\n")
        if not found:
            return b""
        self.held = rest
        if self.is_letter:
            self.is_letter = False
            return FINE
        command = line[:4].upper()
        self.is_letter = command == b"DATA"
        return REPLIES.get(command, FINE)


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
