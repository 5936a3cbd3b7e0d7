"""What comes before a letter: its sender, its recipient, and whether the server wants it (RFC 5321 §3.3). All three in
one go where the server allows it (RFC 2920), so that one waits once instead of three times."""

from __future__ import annotations

import smtplib

Reply = tuple[int, bytes]


class Opening:
    """To be asked in order: `sender`, `recipient`, `data`; each only if the one before was granted."""

    def __init__(self, server: smtplib.SMTP, sender: str, address: str) -> None:
        self.server, self._sender, self._address = server, sender, address
        self.is_ahead = server.has_extn("pipelining")
        _look_at(sender, address)  # without it smtplib would guess, and write to somebody else
        if self.is_ahead:
            server.send(f"MAIL FROM:<{sender}>\r\nRCPT TO:<{address}>\r\nDATA\r\n".encode("ascii"))

    def sender(self) -> Reply:
        return self.server.getreply() if self.is_ahead else self.server.mail(self._sender)

    def recipient(self) -> Reply:
        return self.server.getreply() if self.is_ahead else self.server.rcpt(self._address)

    def data(self) -> Reply:
        return self.server.getreply() if self.is_ahead else self.server.docmd("DATA")

    def is_over(self) -> bool:
        """After a recipient was refused: whether the server expects no letter. One that does has to be left."""
        return not self.is_ahead or self.data()[0] != 354


def _look_at(*addresses: str) -> None:
    """Nobody's address may be a command. Raises ValueError."""
    if not all(address.isprintable() and not set(address) & set("<> ") for address in addresses):
        raise ValueError("This is no address that a mail server could be told.")
