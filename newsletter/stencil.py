"""A frozen letter as bytes with holes, and what goes into the holes for one recipient: so fast that sending waits for
the mail server alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP

# Names of the holes, as they stand in the frozen bytes: letters and digits alone, which no encoding touches.
MARK = "Q7HOLE"
HOLES = {name: f"{MARK}{name.upper()}HOLE7Q" for name in ("address", "id", "date", "leave", "preferences")}
WHOLE = re.compile(b"(" + "|".join(HOLES.values()).encode() + b")")
# Quoted-printable may break a line within a name (RFC 2045 §6.7): a soft break may stand between any two letters.
TORN = {name: re.compile("(?:=\r\n)?".join(hole).encode()) for name, hole in HOLES.items()}
PIECE = 24  # characters that are encoded into one line: tripled at worst, with "=" they stay within 76
POLICY = SMTP.clone(max_line_length=76)  # as quoted-printable wants it
BOUNDARY = "=_letter"  # no line of quoted-printable holds "=_" (RFC 2045 §6.7)


def inert(text: str) -> str:
    """What somebody wrote, so that it can be taken for no hole."""
    return text.replace(MARK, f"{MARK[0]} {MARK[1:]}")


def bytes_of(head: bytes, *, text: str, html: str) -> bytes:
    """The message as it goes over the wire: 7-bit, lines within 76, its holes whole and each alone on a line of the
    body. The same bytes for the same words."""
    message = EmailMessage(policy=POLICY)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(BOUNDARY)
    fields, gap, body = message.as_bytes(policy=POLICY).partition(b"\r\n\r\n")
    for name, pattern in TORN.items():
        body = pattern.sub(f"=\r\n{HOLES[name]}=\r\n".encode(), body)
    return head + fields + gap + body.rstrip(b"\r\n") + b"\r\n"


class Stencil:
    """`message` cut at its holes, once for a campaign."""

    def __init__(self, message: bytes) -> None:
        head, gap, body = message.partition(b"\r\n\r\n")
        self._pieces = WHOLE.split(head + gap)
        self._body = len(self._pieces)  # from here on words are quoted
        self._pieces += [b"", *WHOLE.split(body)]
        self._places = [
            (place, piece.decode(), place > self._body)
            for place, piece in enumerate(self._pieces)
            if WHOLE.fullmatch(piece)
        ]

    def filled(self, words: Mapping[str, str]) -> bytes:
        """The whole message; `words` has an ASCII text for each hole. Raises ValueError for what is no such text."""
        if not all(map(str.isprintable, words.values())):
            raise ValueError("A line break or a control character would begin a field of its own.")
        plain = {HOLES[name]: value.encode("ascii") for name, value in words.items()}
        pieces = self._pieces.copy()
        for place, hole, is_quoted in self._places:
            pieces[place] = _quoted(plain[hole]) if is_quoted else plain[hole]
        return b"".join(pieces)


def _quoted(value: bytes) -> bytes:
    """Quoted-printable, in lines that are short enough; cut before it is encoded, so that no =XX is torn apart."""
    lines = [value[start : start + PIECE] for start in range(0, len(value), PIECE)]
    return b"=\r\n".join(line.replace(b"=", b"=3D") for line in lines)
