"""The export beside the barest way to the same columns: psycopg2's COPY … TO STDOUT, or a raw cursor with csv.writer.

Each is measured in a process of its own, by turns: time without starting, memory with Python and Django in it."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from django.db import connection

from newsletter.exporting import stream
from newsletter.exporting.columns import COLUMNS, USUAL, Moment, chosen_columns, joins
from newsletter.exporting.sheet import IS_AVAILABLE
from newsletter.models import Export
from tests.newsletter.bench_subscribers import scene

TURNS = int(os.environ.get("TURNS", "3"))
AIM, MOST_MB = 1.5, 100
RUN = "import sys, django; django.setup(); from {module} import measure; measure(sys.argv[1])"
HEAD = "{:<34}{:>10}{:>10}{:>8}{:>12}{:>10}"
ROW = "{:<34}{:>10.2f}{:>10.2f}{:>8.2f}{:>12,.0f}{:>10.0f}"
ALL = list(COLUMNS)
WAYS: dict[str, dict[str, object]] = {
    "CSV, spreadsheet": {},
    "CSV, machine": {"dialect": "machine"},
    "CSV, spreadsheet, all columns": {"columns": ALL},
    "NDJSON": {"format": "ndjson", "dialect": "machine"},
    **({"XLSX": {"format": "xlsx"}} if IS_AVAILABLE else {}),
}


def main(rows: int) -> None:
    began = time.perf_counter()
    scene.set_up(rows)
    print(f"Filled in {time.perf_counter() - began:.0f} s. The median of {TURNS} turns; seconds, MB at the peak.")
    print(HEAD.format("", "bare", "export", "ratio", "rows/s", "MB"), flush=True)
    reached = {name: compare(name, rows) for name in WAYS}
    ratio, most = reached["CSV, spreadsheet"][0], max(most for _, most in reached.values())
    is_reached = ratio <= AIM and most < MOST_MB
    print(
        f"The aim is a ratio of {AIM} for CSV and less than {MOST_MB} MB: {'reached' if is_reached else 'NOT reached'}"
    )


def compare(name: str, rows: int) -> tuple[float, float]:
    """The ratio, and the most memory in MB."""
    bare, ours = "bare, all" if "all" in name else "bare", name
    turns = [(run(bare), run(ours)) for _ in range(1 if name == "XLSX" else TURNS)]
    ratio = median(one["seconds"] / other["seconds"] for other, one in turns)
    seconds = [median(turn[place]["seconds"] for turn in turns) for place in (0, 1)]
    most = max(turn[1]["peak"] for turn in turns)
    print(ROW.format(name, *seconds, ratio, rows / seconds[1], most), flush=True)
    return ratio, most


def run(way: str) -> dict[str, float]:
    command = [sys.executable, "-c", RUN.format(module=__name__), way]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(way: str) -> None:
    act: Callable[[], None] = (lambda: bare(way)) if way.startswith("bare") else (lambda: export(way))
    connection.ensure_connection()
    began = time.perf_counter()
    act()
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "peak": peak()}))


def peak() -> float:
    """MB of this process at its largest; getrusage would count what started it, too."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(told[1]) / 1024


def export(way: str) -> None:
    with Path(os.devnull).open("wb") as out:
        for chunk in stream(Export.start(by=None, reason="Bench", **WAYS[way])):
            out.write(chunk)


def bare(way: str) -> None:
    columns = chosen_columns(ALL if "all" in way else list(USUAL))
    raw = [
        column.sql if isinstance(column, Moment) else column.cell(connection.vendor, is_neutral=False)
        for column in columns
    ]
    query = f"SELECT {', '.join(raw)} FROM newsletter_subscriber s{joins(columns, connection.vendor)} ORDER BY s.id"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
            with Path(os.devnull).open("wb") as out:
                cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)", out)
        else:
            with Path(os.devnull).open("w") as out:
                csv.writer(out).writerows(connection.connection.cursor().execute(query))
