"""How far a long act has come: a line at each tenth of what takes its time."""

from __future__ import annotations

from collections.abc import Callable

LONG = 1000  # rows or files; fewer are done before a line is read
Progress = Callable[[str, int, int], None]


def in_lines(write: Callable[[str], object]) -> Progress:
    told = ("", 0)

    def tell(what: str, done: int, total: int) -> None:
        nonlocal told
        tenth = (what, 10 * done // total)
        if total >= LONG and tenth != told and tenth[1]:
            write(f"{what}: {done} of {total}")
            told = tenth

    return tell
