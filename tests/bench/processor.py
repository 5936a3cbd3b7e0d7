"""What the kernel says a process has used of the processor, with its threads and all that it started."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # a second, in the kernel's own unit


def spent(*parents: int) -> float:
    """Seconds of CPU, in programs and in the kernel for them, of these processes and their descendants."""
    table = dict(read(path) for path in stats())
    return sum(table[one][1] for one in family(parents, table)) / TICKS


def stats() -> Iterable[str]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield path.read_text()
        except OSError:  # it ended meanwhile
            continue


def read(stat: str) -> tuple[int, tuple[int, int]]:
    """Number of a process, with its parent's and its ticks; proc(5). Its name may hold spaces and brackets."""
    number, _, rest = stat.partition(" (")
    fields = rest.rpartition(") ")[2].split()
    return int(number), (int(fields[1]), int(fields[11]) + int(fields[12]))


def family(parents: Iterable[int], table: dict[int, tuple[int, int]]) -> set[int]:
    """These processes and all that they started, and that started in turn."""
    found, new = set(), set(parents) & set(table)
    while new:
        found |= new
        new = {number for number, (parent, _) in table.items() if parent in new} - found
    return found
