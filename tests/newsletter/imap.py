"""A mailbox at the network's edge: a server of the few commands (RFC 3501) that the reader of bounces uses."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Mailbox:
    """`mails` by their UID, each with its flags; `refuses` answers NO to these commands, `falls_silent` hangs up."""

    def __init__(self) -> None:
        self.mails: dict[int, tuple[bytes, set[str]]] = {}
        self.refuses: set[str] = set()
        self.falls_silent = ""
        self.commands: list[str] = []
        self.port = 0

    @property
    def address(self) -> str:
        return f"imap://bounces%40example.org:p%2Fw@127.0.0.1:{self.port}/Came%20back"

    def add(self, *mails: bytes) -> None:
        for mail in mails:
            self.mails[len(self.mails) + 1] = (mail.replace(b"\n", b"\r\n"), set())

    def flags(self) -> list[set[str]]:
        return [flags for _, flags in self.mails.values()]


class Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode(errors="replace").strip():
            tag, _, command = line.partition(" ")
            name = command.removeprefix("UID ").partition(" ")[0].upper()
            self.box.commands.append(command)
            if name == self.box.falls_silent:
                return
            if name in self.box.refuses:
                self.say(f"{tag} NO not that")
                continue
            getattr(self, f"do_{name.lower()}", lambda command: None)(command)
            self.say(f"{tag} OK done")
            if name == "LOGOUT":
                return

    @property
    def box(self) -> Mailbox:
        return self.server.box

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def do_capability(self, command: str) -> None:
        self.say("* CAPABILITY IMAP4rev1")

    def do_select(self, command: str) -> None:
        self.say(f"* {len(self.box.mails)} EXISTS")

    def do_search(self, command: str) -> None:
        mark = command.rpartition(" ")[2]
        found = [uid for uid, (_, flags) in self.box.mails.items() if not flags & {"\\Seen", mark}]
        self.say(f"* SEARCH {' '.join(map(str, found))}".rstrip())

    def do_fetch(self, command: str) -> None:
        uid = int(command.split()[2])
        most = int(re.search(r"<0\.(\d+)>", command)[1])
        mail = self.box.mails[uid][0][:most]
        self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(mail)}}}\r\n".encode() + mail + b")\r\n")

    def do_store(self, command: str) -> None:
        self.box.mails[int(command.split()[2])][1].update(re.search(r"\((.*)\)", command)[1].split())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def imap_server() -> Iterator[Mailbox]:
    with Server(("127.0.0.1", 0), Session) as server:
        server.box = Mailbox()
        server.box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.box
        server.shutdown()
