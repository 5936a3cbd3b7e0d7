"""A real mail server on a free port, which keeps what it accepts."""

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


class Post:
    """`answer` says what becomes of a message: the reply of the server (RFC 5321 §4.2)."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.answer: Callable[[], str] = lambda: ACCEPTED

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answer()
        if answer == ACCEPTED:
            self.mails.append(email.message_from_bytes(envelope.original_content, policy=default))
        return answer


@contextmanager
def mail_server() -> Iterator[Post]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        post = Post(free.getsockname()[1])
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    yield post
    controller.stop()
