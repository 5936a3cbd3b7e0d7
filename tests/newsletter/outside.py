"""The world outside, on this machine: a server that says what it is told to, and names that lead where a test wants."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from articles.connection import Edge

PUBLIC = "93.184.215.14"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def answering(status: str, **fields: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode()


class Outside:
    """`say` gets the request and returns bytes, or an iterator of them that may never end. All connections come here,
    wherever they were meant to go; `called` notes where that was."""

    def __init__(self, say: Callable[[bytes], object], names: dict[str, list[str]] | None = None) -> None:
        self.say, self.names = say, names
        self.called: list[tuple[str, int]] = []
        self.resolved: list[str] = []
        self.heard: list[bytes] = []
        self.tls: ssl.SSLContext | None = None
        self.server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> Outside:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.close()

    @property
    def edge(self) -> Edge:
        return Edge(resolve=self.resolve, connect=self.connect)

    def resolve(self, host: str, patience: float) -> list[str]:
        self.resolved.append(host)
        return [PUBLIC] if self.names is None else self.names[host]

    def connect(self, where: tuple[str, int], patience: float) -> socket.socket:
        self.called.append(where)
        return socket.create_connection(self.server.getsockname(), patience)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self.server.accept()
                threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            talk = self.tls.wrap_socket(line, server_side=True) if self.tls else line
            self.heard.append(talk.recv(65536))
            told = self.say(self.heard[-1])
            for piece in [told] if isinstance(told, bytes) else told:
                talk.sendall(piece)
            talk.close()


def drop_by_drop():
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"x"
        time.sleep(0.05)


def certificate_of(host: str, folder: Path) -> str:
    """Signed by itself; its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    path = folder / "certificate.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + signed)
    return str(path)
