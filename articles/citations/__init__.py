"""Numbers and words of references: how pages cite them, how a list words them, how other programs read them."""

from __future__ import annotations

from articles.citations.exchange import FORMS, exchanged
from articles.citations.numbering import Numbering, entry, facts, letters
from articles.citations.styles import STYLES, ama, apa, link, short, source, vancouver
from articles.citations.wording import authors_in_ama as authors
from articles.citations.wording import whole

__all__ = [
    "FORMS",
    "STYLES",
    "Numbering",
    "ama",
    "apa",
    "authors",
    "entry",
    "exchanged",
    "facts",
    "letters",
    "link",
    "short",
    "source",
    "vancouver",
    "whole",
]
