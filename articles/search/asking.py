"""What somebody looks for: of each word, the ways in which a page may say it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

TITLE, NAMES, ALL = "title", "names", "all"


@dataclass(frozen=True)
class Phrase:
    """Words one after another; where it `is_open`, the last is the beginning of one."""

    words: tuple[str, ...]
    is_open: bool = False


Ways = tuple[Phrase, ...]  # of which one must be there
Asked = tuple[Ways, ...]  # of which each must
