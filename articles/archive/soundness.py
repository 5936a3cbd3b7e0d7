"""Whether what was frozen still says what it said, and the pictures are all there: hashes, compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from articles.archive.pictures import is_its_name, named_in, path_of, places_of
from articles.models.picture import Picture
from articles.models.revision import Revision
from articles.snapshot import digest

AT_ONCE = 100


@dataclass(frozen=True)
class Found:
    """A revision or a picture's file: its name and hash, and what is wrong with it."""

    name: str
    sha256: str
    fault: str = ""


def found() -> Iterator[Found]:
    """All revisions in the order of their pages, then all files that they or pictures name."""
    named: set[str] = set()
    rows = Revision.objects.order_by("page__key", "created_at", "pk")
    for key, made, sha256, content, html in rows.values_list(
        "page__key", "created_at", "sha256", "content", "html"
    ).iterator(chunk_size=AT_ONCE):
        named |= named_in(json.dumps(content).encode())
        fault = "" if digest(content, html) == sha256 else "does not say any more what it was frozen with"
        yield Found(f"revision {key} {made:%Y-%m-%dT%H:%M:%S.%f}", sha256, fault)
    for row in Picture.objects.values():
        named |= named_in(json.dumps(row, default=str).encode())
    for name in sorted(named):
        yield _file(name)


def _file(name: str) -> Found:
    contents = [path_of(place).read_bytes() for place in places_of(name)]
    if not contents:
        return Found(f"file {name}", "", "is not there")
    fault = "" if all(is_its_name(name, content) for content in contents) else "is damaged"
    return Found(f"file {name}", hashlib.sha256(contents[0]).hexdigest(), fault)
