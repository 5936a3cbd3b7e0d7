"""What was found, as a table and a plot: on the screen, and in docs/performance.md."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench import document, plots

BARE = "bare view, same bytes"
TOLD = """## As articles grow in number, with the door off

To repeat it: `make bench-growth`, with `DATABASE_URL` for PostgreSQL too; `SIZES="100 100000"` takes other sizes.
Each size is a database and a process of its own; they are asked in turn at Django's handler, without a server. One
article of the demonstration is read and published, another has 200 revisions; thin rows stand around them, a tenth of
them under the topic (with 100 articles that is half a page). The bare view goes through the same middleware."""
Round = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Costs:
    """Of one size: milliseconds of CPU in Python and on the wall, medians over all rounds, by act."""

    cpu: dict[str, float]
    wall: dict[str, float]

    @classmethod
    def over(cls, rounds: Sequence[Round]) -> Costs:
        cpu, wall = ({act: statistics.median(one[act][n] for one in rounds) for act in rounds[0]} for n in (0, 1))
        return cls(cpu, wall)


def write(found: Mapping[str, list[Costs]], sizes: Sequence[int], rounds: int) -> None:
    load = f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end"
    machine = f"{load}; Python {platform.python_version()}, medians of {rounds} rounds"
    parts = [TOLD, f"Milliseconds of CPU in Python / on the wall; {machine}."]
    for database, costs in found.items():
        told = table(costs, sizes)
        print(f"\n── {database}\n{told}\n{bare(costs)}", flush=True)
        name = f"growth-{database.lower()}.svg"
        (document.DOCS / "images" / name).write_text(plot(database, costs, sizes), encoding="utf-8")
        picture = f"![The same as lines: {database}](images/{name})"
        parts += [f"### As articles grow: {database}", told, bare(costs), picture]
    document.write("growth", "\n\n".join(parts))


def table(costs: Sequence[Costs], sizes: Sequence[int]) -> str:
    last = f"{sizes[-1]:,} : {sizes[0]:,}"
    head = ["", *(f"{size:,} articles" for size in sizes), f"CPU, {last}", f"wall, {last}"]
    return document.table(head, [row(act, costs) for act in costs[0].cpu])


def row(act: str, costs: Sequence[Costs]) -> list[str]:
    cells = [f"{one.cpu[act]:.2f} / {one.wall[act]:.2f}" for one in costs]
    first, last = costs[0], costs[-1]
    return [act, *cells, f"{last.cpu[act] / first.cpu[act]:.2f}", f"{last.wall[act] / first.wall[act]:.2f}"]


def bare(costs: Sequence[Costs]) -> str:
    ratios = ", ".join(f"{one.cpu['article'] / one.cpu[BARE]:.1f}" for one in costs)
    return f"CPU of the article beside the bare view with the same bytes: {ratios}."


def plot(database: str, costs: Sequence[Costs], sizes: Sequence[int]) -> str:
    series = {act: [one.cpu[act] for one in costs] for act in costs[0].cpu}
    title = f"CPU by number of articles, {database}, door off"
    return plots.lines(title, across="articles", up="ms", places=[f"{size:,}" for size in sizes], series=series)
