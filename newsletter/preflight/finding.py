"""What a rule finds, said so that whoever wrote the letter knows what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newsletter.preflight.proof import Proof


@dataclass(frozen=True)
class Finding:
    """A stop must be mended. A warning may be passed over with a reason. A note only says what was not checked."""

    name: str
    text: str
    is_stop: bool = True
    is_note: bool = False


Rule = Callable[[Proof], Iterator[Finding]]


def warning(name: str, text: str) -> Finding:
    return Finding(name, text, is_stop=False)


def note(name: str, text: str) -> Finding:
    return Finding(name, text, is_stop=False, is_note=True)
