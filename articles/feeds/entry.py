"""A feed and its entries, whatever form they are written in."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime

from articles.markup import unprintable

NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")  # which XML 1.0 cannot hold, beside control characters


@dataclass(frozen=True)
class Author:
    name: str
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """`summary` is plain text, `html` a whole text; an address is whole. `id` never changes."""

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str = ""
    html: str = ""
    authors: tuple[Author, ...] = ()
    topics: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True)
class Feed:
    """`page` is where people read the same, `addresses` where each form of the feed stands, `hub` where who tells of
    changes stands."""

    id: str
    title: str
    subtitle: str
    page: str
    addresses: dict[str, str]
    updated: datetime
    author: Author
    rights: str = ""
    icon: str = ""
    hub: str = ""
    entries: tuple[Entry, ...] = ()


def urn(*named: object) -> str:
    """A name that stays wherever the site stands (RFC 9562, version 5)."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, ':'.join(str(part) for part in named))}"


def printable(text: str) -> str:
    """Without what XML cannot hold."""
    return NO_CHARACTERS.sub("", unprintable(text))


def line(text: str) -> str:
    return " ".join(printable(text).split())
