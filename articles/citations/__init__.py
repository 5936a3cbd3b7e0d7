"""Numbers and words of references: how pages cite them, how a list words them, how other programs read them."""

from __future__ import annotations

from articles.citations.exchange import FORMS, exchanged
from articles.citations.numbering import Numbering, entry, letters
from articles.citations.styles import ama, apa, link, short, source, vancouver
from articles.citations.wording import authors_in_ama as authors
from articles.citations.wording import whole

__all__ = [
    "FORMS",
    "Numbering",
    "ama",
    "apa",
    "authors",
    "entry",
    "exchanged",
    "letters",
    "link",
    "short",
    "source",
    "vancouver",
    "whole",
]
