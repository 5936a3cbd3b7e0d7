"""The whole page of results beside the bare query of the same database: CPU of both, the server's too."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test import Client

from articles.demonstration.nonsense import NOUNS
from articles.search.engine import by_index
from articles.search.results import find
from tests.articles.bench_search import scene

TURNS = int(os.environ.get("TURNS", "15"))
ASKED = {
    "a word in every title": "synthetic",
    "a common word": NOUNS[0],
    "two common words": f"{NOUNS[0]} {NOUNS[1]}",
    "selective": "page {half}",
    "no hit": "xylophone",
}
SQLITE = "SELECT rowid FROM articles_entry_text WHERE articles_entry_text MATCH %s ORDER BY rank LIMIT 20"
POSTGRESQL = """SELECT id FROM articles_entry, plainto_tsquery('english', %s) AS asked
 WHERE words @@ asked ORDER BY ts_rank_cd(words, asked) DESC LIMIT 20"""
HEAD = "{:<24}{:>10}{:>12}{:>12}{:>8}{:>12}"
ROW = "{:<24}{:>10,}{:>12.1f}{:>12.1f}{:>8.2f}{:>12.1f}"


def main(count: int) -> None:
    scene.set_up(count)
    client = Client(SERVER_NAME="localhost")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SET max_parallel_workers_per_gather = 0"
            )  # all work of one connection stands in one process
    client.get("/search/?q=xylophone")
    print(f"CPU in ms, the mean of {TURNS} turns, the server's own work among it.")
    print(HEAD.format("", "hits", "bare query", "whole page", "ratio", "suggestions"))
    for name, words in ASKED.items():
        typed = words.format(half=count // 2)
        bare_ms = cpu(lambda typed=typed: bare(typed))
        page_ms = cpu(lambda typed=typed: client.get("/search/", {"q": typed}))
        offered_ms = cpu(lambda typed=typed: client.get("/search/suggestions/", {"q": typed}))
        hits = find(typed).tally.total
        print(ROW.format(name, hits, bare_ms, page_ms, page_ms / bare_ms, offered_ms), flush=True)
    deep = cpu(lambda: client.get("/search/", {"q": NOUNS[0], "page": "25"}))
    print(f"The last page of the common word: {deep:.1f} ms.")


@by_index()
def bare(typed: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL, [typed])
        cursor.fetchall()


def cpu(act: Callable[[], object]) -> float:
    """Milliseconds of this process and of the one that answers it."""
    act()
    began = spent()
    for _ in range(TURNS):
        act()
    return 1000 * (spent() - began) / TURNS


def spent() -> float:
    if connection.vendor == "sqlite":
        return time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return time.process_time() + int(server.read_text().split()[0]) / 1_000_000_000
