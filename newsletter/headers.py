"""Header fields as bytes (RFC 5322 §2.2, RFC 2047): ASCII alone, folded, and no text can begin a field of its own."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode

LINE = 76  # characters, without CRLF
OCTETS = 42  # of UTF-8 in one encoded word: 56 in base64, 68 with its frame, 75 are allowed (RFC 2047 §2)
# What turns the direction of the text around it: a subject must not show other words than it holds.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PLAIN = re.compile(r"[\x20-\x7e]*")
FOLD = "\r\n "


def field(name: str, value: str) -> bytes:
    """A field whose `value` is ASCII already: a link, a number, something made by the functions below."""
    return f"{name}: {value}\r\n".encode("ascii")


def one_line(text: str) -> str:
    """What a person typed, as one line: no line breaks, control characters, halves of characters or turned text."""
    whole = TURNING.sub("", unicodedata.normalize("NFC", " ".join(text.split())))
    kept = "".join(letter for letter in whole if unicodedata.category(letter) not in {"Cc", "Cs", "Zl", "Zp"})
    return " ".join(kept.split())


def words(text: str, *, after: int = 0) -> str:
    """Unstructured text (RFC 5322 §2.2.1), such as a subject; `after` is the length of what stands before it."""
    line = one_line(text)
    if not PLAIN.fullmatch(line) or "=?" in line or max(map(len, line.split() or [""])) > LINE - 2 - after:
        return encoded(line)
    return folded(line.split(), after=after)


def phrase(text: str) -> str:
    """A name before an address or an identifier (RFC 5322 §3.2.5)."""
    line = one_line(text)
    if not PLAIN.fullmatch(line) or "=?" in line or len(line) > LINE - 12:
        return encoded(line)
    return '"' + re.sub(r'(["\\])', r"\\\1", line) + '"'


def mailbox(name: str, address: str) -> str:
    """A name and an address (RFC 5322 §3.4). Raises ValueError for an address that could be anything else."""
    if not re.fullmatch(r"[!-~]+@[!-~]+", address) or set(address) & set('<>()[],;:\\"'):
        raise ValueError("This is no address that a header can hold.")
    return named(name, address)


def named(name: str, inside: str) -> str:
    """A name, if there is one, and what stands in angle brackets, on a line of its own where both are long."""
    if not one_line(name):
        return f"<{inside}>"
    said = phrase(name)
    return f"{said}{FOLD if len(said) + len(inside) > LINE - 12 else ' '}<{inside}>"


def encoded(line: str) -> str:
    """Encoded words, each a whole number of characters, one on a line."""
    chunks, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            chunks.append("")
            size = 0
        chunks[-1] += letter
        size += octets
    return FOLD.join(f"=?utf-8?b?{b64encode(chunk.encode()).decode()}?=" for chunk in chunks)


def folded(pieces: list[str], *, after: int) -> str:
    lines, left = [""], LINE - after
    for piece in pieces:
        if lines[-1] and len(lines[-1]) + 1 + len(piece) > left:
            lines.append(piece)
            left = LINE - 1
        else:
            lines[-1] = f"{lines[-1]} {piece}".strip()
    return FOLD.join(lines)
