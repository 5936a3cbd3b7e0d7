"""One connection to the mail server, used for many letters."""

from __future__ import annotations

import smtplib
import socket
import ssl
from select import select

from django.conf import settings
from django.core.mail.utils import DNS_NAME

from newsletter.handover import Claimed, Outcome, deferred
from newsletter.models.delivery import Fate
from newsletter.opening import Opening
from newsletter.replies import SenderRefused, Trouble, is_good, refused

MANY = 500  # letters over one connection
LOST = (OSError, smtplib.SMTPException)


class Postman:
    """Opens its connection when first needed and again when it was lost; used by one thread at a time."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None
        self._carried = 0

    def hand_over(self, claimed: Claimed, sender: str, message: bytes) -> Outcome:
        """One transaction (RFC 5321 §3.3). Raises Trouble or SenderRefused where it was over before the recipient was
        named: then nothing was handed over."""
        opening = self._opened(sender, claimed.address)
        self._carried += 1
        try:
            return self._give(opening, claimed, message)
        except LOST as error:  # before the full stop: it cannot have been accepted
            self.close()
            return deferred(claimed, code=0, reason=f"connection lost: {type(error).__name__}")

    def close(self) -> None:
        server, self._server = self._server, None
        if server:
            server.close()

    def quit(self) -> None:
        """Politely, when nothing is left to do."""
        try:
            if self._server:
                self._server.quit()
        except LOST:
            pass
        self.close()

    def _opened(self, sender: str, address: str) -> Opening:
        """By a server that has taken the sender. One that hung up since the last letter only got tired of waiting."""
        if self._carried >= MANY:
            self.quit()
        if self._server:
            try:
                return self._begun(self._server, sender, address)
            except Trouble:
                self.close()
        self._server, self._carried = self._connect(), 0
        try:
            return self._begun(self._server, sender, address)
        except Trouble:
            self.close()
            raise

    def _connect(self) -> smtplib.SMTP:
        try:
            context = ssl.create_default_context()
            kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
            more = {"timeout": settings.EMAIL_TIMEOUT, "local_hostname": DNS_NAME.get_fqdn()}
            more |= {"context": context} if settings.EMAIL_USE_SSL else {}
            server = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, **more)
            if settings.EMAIL_USE_TLS:
                server.starttls(context=context)
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            server.ehlo_or_helo_if_needed()
            _socket_of(server).setsockopt(
                socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
            )  # the full stop goes alone, and at once
        except LOST as error:
            raise Trouble(type(error).__name__) from error
        return server

    def _begun(self, server: smtplib.SMTP, sender: str, address: str) -> Opening:
        try:
            opening = Opening(server, sender, address)
            code, _ = opening.sender()
        except LOST as error:
            raise Trouble(type(error).__name__) from error
        if 500 <= code < 600:
            self.close()
            raise SenderRefused(f"The mail server refuses the sender ({code}).")
        if not is_good(code):
            raise Trouble(f"MAIL FROM answered by {code}")
        return opening

    def _give(self, opening: Opening, claimed: Claimed, message: bytes) -> Outcome:
        code, said = opening.recipient()
        if is_good(code):
            code, said = opening.data()
            if code == 354:
                return self._write(opening.server, claimed, message)
            self._forget(opening.server, code)
        else:
            self._forget(opening.server, code, rest=opening)
        return refused(claimed, code, said)

    def _forget(self, server: smtplib.SMTP, code: int, *, rest: Opening | None = None) -> None:
        """Ready for the next letter, whose trouble it is if that fails: this one has its answer."""
        try:
            is_clear = 400 <= code < 600 and code != 421 and (rest is None or rest.is_over())  # RFC 5321 §3.8
            if not is_clear or not is_good(server.rset()[0]):
                self.close()
        except LOST:
            self.close()

    def _write(self, server: smtplib.SMTP, claimed: Claimed, message: bytes) -> Outcome:
        """All but the full stop, then a look whether anybody is still there: without it nothing was accepted."""
        server.send(_stuffed(message))
        if select([_socket_of(server)], [], [], 0)[0]:
            code, said = server.getreply()
            self.close()
            return refused(claimed, code, said)
        return self._end(server, claimed)

    def _end(self, server: smtplib.SMTP, claimed: Claimed) -> Outcome:
        """The full stop and its answer. Whatever goes wrong from here on, nobody knows whether it was accepted."""
        try:
            server.send(b".\r\n")
            code, said = server.getreply()
        except LOST as error:
            self.close()
            return Outcome(claimed, Fate.IN_DOUBT, 0, f"no answer after the end: {type(error).__name__}")
        if code == 421 or not 200 <= code < 600:
            self.close()
        if is_good(code):
            return Outcome(claimed, Fate.ACCEPTED, code)
        if 400 <= code < 600:
            return refused(claimed, code, said)
        return Outcome(claimed, Fate.IN_DOUBT, max(code, 0), "an answer after the end that makes no sense")


def _socket_of(server: smtplib.SMTP) -> socket.socket:
    """Raises SMTPServerDisconnected where it was closed meanwhile."""
    if server.sock is None:
        raise smtplib.SMTPServerDisconnected("no connection")
    return server.sock


def _stuffed(message: bytes) -> bytes:
    """Lines that begin with a full stop get another (RFC 5321 §4.5.2); `message` has CRLF and ends with one."""
    return message.replace(b"\r\n.", b"\r\n..")
