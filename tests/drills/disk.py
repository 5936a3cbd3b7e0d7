"""The disk of the database, of uploads and of pictures is full for a while."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.drills.report import DRAWN, KEPT, Outcome, outcome
from tests.drills.site import free_port, publish, site
from tests.drills.traffic import Question, traffic
from tests.smalldisk import fill, small_disk

JOINING = "email=reader{}%40example.org&website=&wording=1&page=&revision="
QUESTIONS = [Question(KEPT, "/about/"), Question(DRAWN, "/search/?q=tea"), Question(KEPT, "/articles/")]
QUESTIONS += [Question(DRAWN, "/newsletter/", JOINING), Question(KEPT, "/")]


def full(folder: Path, *, seconds: float) -> Outcome:
    """There is no room for so many seconds."""
    with small_disk(folder / "disk", size="128m") as disk, site(disk) as served:
        port = free_port()
        served.granian(port)
        served.start("manage.py", "worker")
        somebody = served.editor()
        publish(somebody, "Before")
        for question in QUESTIONS:
            question.ask(port)
        with traffic(port, QUESTIONS) as tally:
            time.sleep(seconds / 2)
            empty_journal(disk / "kratominfo.sqlite3")
            filler = fill(disk)
            refused = publish_in_vain(somebody)
            time.sleep(seconds)
            filler.unlink()
            publish(somebody, "After")
            time.sleep(seconds / 2)
        beside = {"publish_refused": refused, "database_sound": is_sound(disk / "kratominfo.sqlite3")}
        return outcome("disk full", served, tally, nothing_half_written=not list(disk.rglob("*.part")), **beside)


def publish_in_vain(somebody) -> bool:
    try:
        publish(somebody, "During")
    except ValueError:
        return True
    return False


def empty_journal(database: Path) -> None:
    """The room that it takes would do for small acts."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_sound(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
