"""PostgreSQL is stopped and started under the site: kept pages stay, the rest says when to come again."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg2

from tests.drills.cluster import Cluster, cluster
from tests.drills.report import DRAWN, KEPT, Outcome, outcome
from tests.drills.site import free_port, publish, site
from tests.drills.traffic import Question, traffic

QUESTIONS = [Question(KEPT, "/about/"), Question(DRAWN, "/search/?q=tea"), Question(KEPT, "/articles/")]
QUESTIONS += [Question(DRAWN, "/search/?q=leaf"), Question(KEPT, "/")]
BACK_WITHIN = 40.0  # seconds after the database is there again: a pause, and a picture that is made lighter first


def restart(folder: Path, *, seconds: float) -> Outcome:
    """The database is gone for so many seconds."""
    with cluster() as ours, site(folder, ours.url) as served:
        port = free_port()
        served.granian(port)
        served.start("manage.py", "worker")
        somebody = served.editor()
        publish(somebody, "Before")
        for question in QUESTIONS:
            question.ask(port)
        with traffic(port, QUESTIONS) as tally:
            time.sleep(seconds / 2)
            ours.stop()
            time.sleep(seconds)
            ours.start()
            back = time.monotonic()
            publish(somebody, "Refused, perhaps: the connection was cut")
            moment, _ = publish(somebody, "After")
            is_worked = is_noted_until(ours, back + BACK_WITHIN)
            time.sleep(max(0.0, moment + 2 - time.monotonic()))
            fresh = Question(KEPT, "/articles/four-words-for-certainty/").ask(port)
        beside = {"worker_back": is_worked, "kept_ones_said_so": tally.unseen > 0}
        return outcome("PostgreSQL restarted", served, tally, page_back=fresh.status == 200, **beside)


def is_noted_until(ours: Cluster, deadline: float) -> bool:
    """Whether the worker has noted by then what was published just now."""
    connection = psycopg2.connect(ours.url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM articles_listchange")
        newest = cursor.fetchone()
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM articles_listchange WHERE id <= %s", newest)
            if cursor.fetchone() == (0,):
                return True
            time.sleep(0.1)
    return False
