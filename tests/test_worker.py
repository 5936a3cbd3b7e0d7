"""The worker calls what is due, and nothing that fails stops the rest."""

import errno
import os
import time
from threading import Event

import pytest
from django.db import OperationalError, connection

from kratominfo import worker
from kratominfo.worker import Duty, work

pytestmark = pytest.mark.django_db

called: list[str] = []
stop = Event()


def sound():
    called.append("sound")
    if called.count("sound") == 3:
        stop.set()
    return 1


def broken():
    called.append("broken")
    raise ValueError("somebody@example.org cannot be reached")


def stranded():
    called.append("stranded")
    raise OperationalError("connection refused\nIs the server running?")


def cramped():
    called.append("cramped")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    called.clear()
    stop.clear()
    monkeypatch.setattr(worker, "PAUSE", 0.05)


def duty(function, every=0.01):
    return Duty(every, f"{__name__}.{function.__name__}")


def test_a_duty_is_called_again_and_again_until_asked_to_stop():
    work([duty(sound)], stop)
    assert called == ["sound"] * 3


def test_one_failing_duty_stops_no_other(caplog):
    work([duty(broken), duty(sound)], stop)
    assert called.count("sound") == 3
    assert "broken failed" in caplog.text


def test_a_failing_duty_is_tried_again():
    work([duty(broken), duty(sound, every=0.1)], stop)
    assert called.count("broken") > 1


def test_a_database_that_is_away_is_one_line_and_soon_tried_again(caplog):
    work([duty(stranded, every=3600), duty(sound, every=0.1)], stop)
    assert called.count("stranded") > 1
    assert "stranded has to wait: OperationalError: connection refused" in caplog.text
    assert "Traceback" not in caplog.text


def test_so_is_a_full_disk(caplog):
    work([duty(cramped, every=3600), duty(sound, every=0.1)], stop)
    assert called.count("cramped") > 1
    assert "cramped has to wait: OSError: [Errno 28] No space left on device" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_duty_waits_its_time():
    slow = duty(sound, every=3600)
    slow.run(Event())
    assert slow.next_at - time.monotonic() == pytest.approx(3600, abs=1)


def backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        called.append(cursor.fetchone()[0])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_is_made_anew(caplog):
    duty(backend).run(Event())
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", called)
    other.close()
    duty(backend).run(Event())
    assert len(set(called)) == 2
    assert not caplog.text
