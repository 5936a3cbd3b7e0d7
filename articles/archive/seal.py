"""The last bytes of an archive: a hash over all before them, so that a byte that was turned over is seen at once."""

from __future__ import annotations

import hashlib
import os
from typing import IO

LENGTH = 64  # hexadecimal digits of SHA-256; they stand in the comment that ends a ZIP
OPEN = b"0" * LENGTH
PIECE = 1024 * 1024


def seal(file: IO[bytes]) -> None:
    """`file` ends in OPEN."""
    found = _hash(file)
    file.seek(-LENGTH, os.SEEK_END)
    file.write(found)


def is_unbroken(file: IO[bytes]) -> bool:
    size = file.seek(0, os.SEEK_END)
    if size < LENGTH:
        return False
    file.seek(-LENGTH, os.SEEK_END)
    return file.read() == _hash(file)


def _hash(file: IO[bytes]) -> bytes:
    left = file.seek(0, os.SEEK_END) - LENGTH
    file.seek(0)
    sha256 = hashlib.sha256()
    while left > 0 and (piece := file.read(min(PIECE, left))):
        sha256.update(piece)
        left -= len(piece)
    return sha256.hexdigest().encode()
