"""Which coding of a body somebody takes, and the body in it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

import brotli

PLAIN = ""
WORTH_IT = 200  # bytes: less grows when it is packed
OFFERED: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda plain: brotli.compress(plain, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda plain: gzip.compress(plain, compresslevel=6, mtime=0),
}
TAKEN = re.compile(r"\s*([-!#$%&'*+.^_`|~\w]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$", re.ASCII | re.IGNORECASE)


@lru_cache(maxsize=256)
def chosen(accept: str) -> str:
    """The one of OFFERED that an Accept-Encoding likes best, the first of equals; PLAIN where it takes none of them
    (RFC 9110 §12.5.3)."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        if taken := TAKEN.match(part):
            weights[taken[1]] = float(taken[2] or 1)
    weights.setdefault("gzip", weights.get("x-gzip", weights.get("*", 0)))
    liked = {name: weights.get(name, weights.get("*", 0)) for name in OFFERED}
    best = max(liked, key=lambda name: liked[name])
    return best if liked[best] > 0 and liked[best] >= weights.get("identity", 0) else PLAIN


def pack(plain: bytes, coding: str) -> bytes:
    """Always the same bytes for the same body: two processes may answer one reader."""
    return plain if coding == PLAIN else OFFERED[coding](plain)
