"""The import beside the barest way to the same list: COPY of the addresses into a bare table, then INSERT … ON CONFLICT
into one with all indexes of the subscribers (on SQLite: executemany, and the very table in a copy of the database).

Each is measured in a process of its own. One line in fifty is nobody, is there twice, or is known or suppressed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from articles.models.site import SiteSettings
from newsletter.addresses import parse
from newsletter.importing.beginning import begin
from newsletter.importing.keeping import keep
from newsletter.importing.work import take, work_on
from newsletter.models import Import, Label, Subscriber, Suppression
from tests.newsletter.bench_subscribers.exporting import peak

AIM, MOST_MB = 0.5, 150
RUN = "import sys, django; django.setup(); from {module} import measure; measure(sys.argv[1], int(sys.argv[2]))"
ROW = "{:<44}{:>10.1f}{:>12,.0f}{:>8}{:>8.0f}"
INTO = "INSERT INTO {} (address, key, digest, handle, created_at) SELECT DISTINCT ON (lower(address)) address,"
INTO += " lower(address), repeat(md5(address), 2), gen_random_uuid(), now() FROM bare ON CONFLICT DO NOTHING"
INTO_SQLITE = "INSERT INTO newsletter_subscriber (address, key, digest, handle, created_at) SELECT address,"
INTO_SQLITE += " lower(address), hex(randomblob(32)), lower(hex(randomblob(16))), '2026-01-01' FROM bare WHERE true"
INTO_SQLITE += " ON CONFLICT DO NOTHING"


def main(rows: int) -> None:
    call_command("migrate", verbosity=0)
    SiteSettings(sender_name="Bench", sender_email="news@example.org", postal_address="1 Example Street").save()
    with file_of().open("w") as file:
        file.writelines(lines(rows))
    bare = run("bare", rows)
    prepare()
    report, apply = run("report", rows), run("apply", rows)
    ratio = bare["seconds"] / report["seconds"]
    both = bare["seconds"] / (report["seconds"] + apply["seconds"])
    print(f"{'':<44}{'seconds':>10}{'rows/s':>12}{'ratio':>8}{'MB':>8}")
    for name, took, told in [
        ("bare: COPY and INSERT … ON CONFLICT", bare, ""),
        ("read, sorted and reported", report, f"{ratio:.2f}"),
        ("applied, with proof and a label", apply, ""),
    ]:
        print(ROW.format(name, took["seconds"], rows / took["seconds"], told, took["peak"]))
    most = max(report["peak"], apply["peak"])
    is_reached = ratio >= AIM and most < MOST_MB
    print(f"Report and apply together: a ratio of {both:.2f}.")
    print(f"The aim is {AIM} for the report and less than {MOST_MB} MB: {'reached' if is_reached else 'NOT reached'}")
    parent = Import.objects.get()
    assert parent.lines == rows + 1
    assert Subscriber.objects.active().count() == parent.tally["made"] + 1


def file_of() -> Path:
    return settings.VAR_DIR / "list.csv"


def lines(rows: int) -> Iterator[str]:
    yield "email\n"
    for number in range(rows):
        if number % 50:
            yield f"reader{number:07d}@{'gmail.com' if number % 4 == 0 else f'host{number % 997}.example.com'}\n"
        else:
            yield ["nobody\n", "reader0000001@host1.example.com\n", "known@example.org\n", "gone@example.org\n"][
                number // 50 % 4
            ]


def prepare() -> None:
    """Somebody is known, somebody has left."""
    Subscriber.objects.of(parse("known@example.org")).join()
    Suppression.objects.add_for("gone@example.org", reason=Suppression.Reason.LEFT)
    label = Label.objects.create(name="Fair")
    begin(keep(file_of()), file_name="list.csv", source="Bench", proof="On paper.", labels=[label], by=None)


def run(way: str, rows: int) -> dict[str, float]:
    command = [sys.executable, "-c", RUN.format(module=__name__), way, str(rows)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=os.environ)
    return json.loads(done.stdout.splitlines()[-1])


def measure(way: str, rows: int) -> None:
    acts: dict[str, Callable[[], None]] = {"report": work, "apply": apply}
    acts["bare"] = bare_sqlite if connection.vendor == "sqlite" else bare_postgresql
    connection.ensure_connection()
    began = time.perf_counter()
    acts[way]()
    print(json.dumps({"seconds": time.perf_counter() - began, "peak": peak()}))


def work() -> None:
    """The worker, without the pauses between its rounds."""
    parent = Import.objects.get()
    while parent.is_moving:
        assert take(parent)
        work_on(parent, until=time.monotonic() + 3)
        Import.objects.filter(pk=parent.pk).update(leased_until=None)
        parent.refresh_from_db()


def apply() -> None:
    Import.objects.get().apply(by=None)
    work()


def bare_postgresql() -> None:
    with connection.cursor() as cursor, file_of().open() as file:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("CREATE TABLE bare (address text)")
        cursor.execute("CREATE TABLE target (LIKE newsletter_subscriber INCLUDING ALL)")
        cursor.copy_expert("COPY bare FROM STDIN (FORMAT csv, HEADER)", file)
        cursor.execute(INTO.format("target"))
        cursor.execute("DROP TABLE bare, target")


def bare_sqlite() -> None:
    """Settings as ours; the copy of the database is made before the clock matters: it is nearly empty."""
    copy = Path(f"{connection.settings_dict['NAME']}.bare")
    with closing(sqlite3.connect(copy)) as own:
        connection.connection.backup(own)
    with closing(sqlite3.connect(copy)) as own, file_of().open() as file:
        own.execute("PRAGMA journal_mode = WAL")
        own.execute("PRAGMA synchronous = NORMAL")
        own.execute("CREATE TABLE bare (address text)")
        next(file)
        own.executemany("INSERT INTO bare VALUES (?)", ((line.rstrip("\n"),) for line in file))
        own.execute(INTO_SQLITE)
        own.commit()
    copy.unlink()
