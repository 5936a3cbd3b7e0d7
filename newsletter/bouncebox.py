"""The mailbox that letters come back to, read by IMAP (RFC 3501): what is understood is marked as read once it is
written down, all else is left to a person."""

from __future__ import annotations

import imaplib
import logging
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from urllib.parse import unquote, urlsplit

from django.conf import settings

from newsletter.events import NoSuchDelivery, tell_all
from newsletter.returned import Unknown, read

log = logging.getLogger(__name__)

PATIENCE = 30  # seconds for each answer of the server
LONGEST = 120.0  # seconds for all of it
MOST = 500  # mails at a time
ENOUGH = 256 * 1024  # octets of a mail: a report stands before what it sends back
STRANGE = "KratominfoUnknown"  # on a mail that nobody need try to read again
BROKEN = (OSError, imaplib.IMAP4.error)
ODD = (AttributeError, LookupError, RecursionError, TypeError, ValueError)  # what a mail can make of its parser


def read_due(stop: Event | None = None) -> None:
    """Once, what is unread; nothing where no mailbox is named."""
    if not settings.NEWSLETTER_BOUNCE_IMAP:
        return
    try:
        with mailbox(settings.NEWSLETTER_BOUNCE_IMAP) as server:
            told, strange = _read_all(server, stop or Event())
    except BROKEN as error:  # its words may hold the name of the mailbox
        log.warning("the bounce mailbox cannot be read: %s", type(error).__name__)
        return
    if told or strange:
        log.info("bounce mailbox: %s understood, %s left to a person", told, strange)


@contextmanager
def mailbox(address: str) -> Iterator[imaplib.IMAP4]:
    """Signed in, its folder open. Certificates are verified; only to this very machine may it go without TLS."""
    parts = urlsplit(address)
    server: imaplib.IMAP4
    if parts.scheme == "imaps":
        context = ssl.create_default_context()
        server = imaplib.IMAP4_SSL(parts.hostname or "", parts.port or 993, ssl_context=context, timeout=PATIENCE)
    else:
        server = imaplib.IMAP4(parts.hostname or "", parts.port or 143, timeout=PATIENCE)
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        _must(server.select(_quoted(unquote(parts.path.strip("/")) or "INBOX")))
        yield server
    finally:
        _leave(server)


def _read_all(server: imaplib.IMAP4, stop: Event) -> tuple[int, int]:
    """How many were understood, how many not."""
    told = strange = 0
    deadline = time.monotonic() + LONGEST
    found = _must(server.uid("SEARCH", f"UNSEEN UNKEYWORD {STRANGE}"))
    for uid in (found[0] or b"").split()[:MOST]:
        if stop.is_set() or time.monotonic() > deadline:
            break
        if _take(_fetch(server, uid.decode())):
            _must(server.uid("STORE", uid.decode(), "+FLAGS.SILENT", r"(\Seen)"))
            told += 1
        else:
            server.uid("STORE", uid.decode(), "+FLAGS.SILENT", f"({STRANGE})")  # a server may keep no such marks
            strange += 1
    return told, strange


def _take(written: bytes) -> bool:
    """True when what it tells is in the database."""
    try:
        tell_all(read(written))
    except (Unknown, NoSuchDelivery, *ODD) as error:
        log.debug("a mail that came back is not understood: %s", type(error).__name__)
        return False
    return True


def _fetch(server: imaplib.IMAP4, uid: str) -> bytes:
    """Without marking it as read."""
    answer = _must(server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{ENOUGH}>)"))
    return next((part[1] for part in answer if isinstance(part, tuple)), b"")


def _must(answer: tuple) -> list:
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return found


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _leave(server: imaplib.IMAP4) -> None:
    """Politely where the connection still stands."""
    try:
        server.logout()
    except BROKEN:
        server.shutdown()
