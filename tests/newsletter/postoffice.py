"""A real mail server on a free port, which keeps what it accepts and can be as awkward as those out there."""

from __future__ import annotations

import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPTED = "250 Accepted"
HANG_UP = "hang up"  # instead of an answer


class Post:
    """`answer` says what becomes of a message, `answer_to` of a recipient, `answer_sender` of a sender: the reply of
    the server (RFC 5321 §4.2), or HANG_UP. `leaves_within` hangs up while it reads a message. `announces` are
    the extensions it says it has."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.connections: list[Server] = []
        self.answer: Callable[[], str] = lambda: ACCEPTED
        self.answer_to: Callable[[str], str] = lambda address: ACCEPTED
        self.answer_sender: Callable[[], str] = lambda: ACCEPTED
        self.leaves_within = False
        self.announces: list[str] = []

    def hang_up(self) -> None:
        """On everybody, as a server does that has waited too long for the next letter."""
        for server in filter(lambda one: one.transport, self.connections):
            server.loop.call_soon_threadsafe(server.transport.abort)

    async def handle_EHLO(
        self, server: Server, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], *(f"250-{word}" for word in self.announces), *responses[1:]]

    async def handle_MAIL(
        self, server: Server, session: Session, envelope: Envelope, sender: str, options: list
    ) -> str:
        envelope.mail_from = sender
        return self.answer_sender()

    async def handle_RCPT(self, server: Server, session: Session, envelope: Envelope, to: str, options: list) -> str:
        answer = self.answer_to(to)
        if answer == ACCEPTED:
            envelope.rcpt_tos.append(to)
        return server.said(answer)

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        answer = self.answer()
        if answer == ACCEPTED:
            self.mails.append(email.message_from_bytes(envelope.original_content, policy=default))
            self.recipients += envelope.rcpt_tos
        return server.said(answer)


class Server(SMTP):
    def connection_made(self, transport) -> None:
        super().connection_made(transport)
        self.event_handler.connections.append(self)

    def said(self, answer: str) -> str:
        if answer == HANG_UP or answer.startswith("421"):
            self.loop.call_later(0.05 if answer != HANG_UP else 0, self.transport.abort)
        if answer == HANG_UP:
            self.transport.abort()
        return answer

    async def smtp_DATA(self, arg: str) -> None:
        if not self.event_handler.leaves_within:
            await super().smtp_DATA(arg)
            return
        await self.push("354 Go on")
        await self._reader.readline()
        self.transport.abort()


class Office(Controller):
    def factory(self) -> SMTP:
        return Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server() -> Iterator[Post]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        post = Post(free.getsockname()[1])
    controller = Office(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    post.connections.clear()  # it has called itself
    yield post
    controller.stop()
