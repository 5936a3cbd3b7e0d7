"""What happens when a worker is killed in the middle, or somebody writes during an export."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from newsletter.exporting import snapshot
from newsletter.models import Subscriber
from tests.newsletter.postoffice import ACCEPTED, mail_server

WORKER = """
import django; django.setup()
from datetime import timedelta
from newsletter import sending
sending.LEASE = timedelta(seconds=1)
sending.send_due()
"""
RUN = [sys.executable, "-c", WORKER]

ADDRESSES = "SELECT address FROM newsletter_subscriber"
CHANGED = "changed@example.org"

committed = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.sqlite


@pytest.fixture
def file(tmp_path, transactional_db):
    """What is in the database now, as a file on disk that other processes open."""

    def written() -> str:
        with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = WAL")
        return str(tmp_path / "copy.sqlite3")

    return written


@pytest.fixture
def worker(file):
    """Starts a process that sends what is due through a mail server, and ends."""

    def start(port: int, url: str) -> subprocess.Popen:
        mail = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "DATABASE_URL": url}
        return subprocess.Popen(RUN, env=os.environ | mail, cwd=settings.BASE_DIR)

    return start


def url_of(file) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{file()}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"


@pytest.mark.slow
@committed
def test_a_mail_whose_worker_is_killed_while_it_sends_goes_out_after_the_restart(site, asking, file, worker):
    asking()
    url = url_of(file)
    with mail_server() as post:
        killed = worker(post.port, url)
        post.answer = lambda: os.kill(killed.pid, signal.SIGKILL) or "451 Too late"
        assert killed.wait(120) == -signal.SIGKILL
        post.answer = lambda: ACCEPTED
        time.sleep(1)
        assert [worker(post.port, url).wait(120) for _ in range(2)] == [0, 0]
        assert [mail["To"] for mail in post.mails] == ["reader@example.org"]


@pytest.fixture
def change(file, monkeypatch):
    """Changes an address from a connection of its own, which waits for nobody."""
    if connection.vendor == "postgresql":
        return lambda: Subscriber.objects.update(address=CHANGED)
    path = file()
    monkeypatch.setitem(connection.settings_dict, "NAME", path)

    def write() -> None:
        with closing(sqlite3.connect(path, timeout=0)) as other:
            other.execute("UPDATE newsletter_subscriber SET address = ?", [CHANGED])
            other.commit()

    return write


@committed
def test_nobody_waits_for_a_download_and_it_shows_one_moment(active, change):
    with snapshot() as before:
        before.execute(ADDRESSES)
        change()
        with snapshot() as after:
            after.execute(ADDRESSES)
            assert (before.fetchall(), after.fetchall()) == ([("active@example.org",)], [(CHANGED,)])


@on_sqlite
@committed
def test_a_download_cannot_write(active, change):
    with snapshot() as cursor, pytest.raises(sqlite3.OperationalError, match="readonly"):
        cursor.execute("DELETE FROM newsletter_subscriber")
