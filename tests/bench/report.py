"""What was measured, as people read it: two tables and two pictures in docs/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import document, plots
from tests.bench.aims import AIMS, Aim
from tests.bench.figures import Rounds, cost, per_second, times_the_cost
from tests.bench.targets import Target

HEAD = ["asked", "CPU, ms a request", "requests a second", "CPU, times the empty application"]
HEAD_OF_AIMS = ["aim", "bound", "by CPU", "by requests a second", "verdict"]
FIRST = {  # asked within one process, without a server
    "first off": "first reading after a publish, door off",
    "first on": "first reading after a publish, door on",
    "first small": "first reading after a publish, too little memory",
}
PICTURES = """![CPU a request as bars, without what is drawn for each request](images/bench-cpu.svg)

![Requests a second, likewise](images/bench-requests.svg)"""


def tables(rounds: Rounds, chosen: Sequence[Target]) -> str:
    aims = [row for aim in AIMS if (row := judged(aim, rounds))]
    parts = [document.table(HEAD, list(rows(rounds, chosen)))]
    return "\n\n".join([*parts, *([document.table(HEAD_OF_AIMS, aims)] if aims else [])])


def rows(rounds: Rounds, chosen: Sequence[Target]) -> Iterator[list[str]]:
    for target in chosen:
        speed = f"{per_second(rounds, target.key):,.0f}"
        yield [target.label, f"{cost(rounds, target.key):.4f}", speed, beside_empty(rounds, target)]
    for key, label in FIRST.items():
        if key in rounds:
            yield [label, f"{cost(rounds, key):.4f}", "", ""]


def beside_empty(rounds: Rounds, target: Target) -> str:
    """Of the same server; nginx has none of its own."""
    empty = f"{target.server.split()[0]} empty"
    return f"{times_the_cost(rounds, target.key, empty):.2f}" if empty in rounds else ""


def judged(aim: Aim, rounds: Rounds) -> list[str]:
    """A row; none where one of the two was not measured."""
    value, speed = aim.measured(rounds), aim.beside_it(rounds)
    if value is None:
        return []
    verdict = "met" if aim.is_met(value) else "**not met**"
    return [aim.words, aim.bound, times(value), "" if speed is None else times(speed), verdict]


def times(value: float) -> str:
    """So exact that no value looks like the limit that it misses."""
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"


def write(rounds: Rounds, chosen: Sequence[Target], docs: Path, *, busy: float) -> None:
    """What people wrote around the tables stays."""
    images = docs / "images"
    images.mkdir(exist_ok=True)
    shown = [target for target in chosen if not target.is_drawn]  # beside the others no bar of these would be seen
    costs = {target.label: cost(rounds, target.key) for target in shown}
    speeds = {target.label: per_second(rounds, target.key) for target in shown}
    drawn = {"bench-cpu": plots.bars("CPU a request, of what is not drawn anew", unit="ms", values=costs)}
    drawn["bench-requests"] = plots.bars("Requests a second on one core, likewise", unit="", values=speeds)
    for name, picture in drawn.items():
        (images / f"{name}.svg").write_text(picture, encoding="utf-8")
    text = f"{circumstances(rounds, busy)}\n\n{tables(rounds, chosen)}\n\n{PICTURES}"
    document.write("make bench", text, page=docs / "performance.md")


def circumstances(rounds: Rounds, busy: float) -> str:
    """`busy`: the load of the machine before anything was started."""
    number = max(len(figures) for figures in rounds.values())
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    day = f"{datetime.now(tz=UTC):%-d %B %Y}"
    return f"Measured on {day}, the middle of {number} rounds; {machine}; load of the machine before: {busy:.1f}."
