"""The list of subscribers in the admin at a thousand people and at as many as are asked for, in the same run: each
address through Django's own test client, with sign-in, rights and templates."""

from __future__ import annotations

import os
import time
from statistics import median

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from newsletter.models import Label, Subscriber
from tests.newsletter.bench_subscribers import scene

SMALL = 1000
TURNS = int(os.environ.get("TURNS", "15"))
AIM = 2.0
LIST = "/admin/newsletter/subscriber/"
TABLES = ("newsletter_labelling", "newsletter_subscriber_topics", "newsletter_subscriber", "newsletter_consentevent")
HEAD = "{:<34}{:>12}{:>12}{:>8}{:>10}"
ROW = "{:<34}{:>12.1f}{:>12.1f}{:>8.2f}{:>10}"


def main(rows: int) -> None:
    scene.set_up(SMALL)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("bench"))
    measure(client)  # templates are read, statements planned: the small list shall have no harder a start
    small = measure(client)
    empty()
    began = time.perf_counter()
    scene.fill(rows)
    print(f"Filled in {time.perf_counter() - began:.0f} s. Medians of {TURNS} turns, in ms.")
    large = measure(client)
    print(HEAD.format("", f"{SMALL:,}", f"{rows:,}", "ratio", "queries"))
    for name, (took, _) in small.items():
        print(ROW.format(name, took, large[name][0], large[name][0] / took, large[name][1]))
    worst = max(large[name][0] / took for name, (took, _) in small.items())
    print(f"The aim is a ratio of {AIM}: {'reached' if worst <= AIM else 'NOT reached'}, the largest is {worst:.2f}")


def measure(client: Client) -> dict[str, tuple[float, int]]:
    """Of each address the median of its turns, and how many queries it took."""
    return {name: asked(client, address) for name, address in addresses().items()}


def addresses() -> dict[str, str]:
    """The same questions of any list: about its newest, one in its middle, those whom few and many are like."""
    newest = Subscriber.objects.order_by("-pk").values_list("pk", flat=True)[0]
    somebody = Subscriber.objects.get(pk=newest // 2)
    label = Label.objects.get(slug="congress").pk
    return {
        "the list": LIST,
        "older, from the middle": f"{LIST}?before={somebody.pk}",
        "by a part that all have": f"{LIST}?q=reader",
        "by a part that one has": f"{LIST}?q={somebody.key.partition('@')[0]}",
        "by a part that nobody has": f"{LIST}?q=nobody-at-all",
        "by a whole address": f"{LIST}?q={somebody.address}",
        "who left": f"{LIST}?state=left",
        "who bears a label": f"{LIST}?label={label}",
        "subscribed, label, from a page": f"{LIST}?state=active&label={label}&source=articles/sleep",
        "one person": f"{LIST}{somebody.pk}/change/",
    }


def asked(client: Client, address: str) -> tuple[float, int]:
    queries: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *more: queries.append(sql) or execute(sql, *more)):
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    took = []
    for _ in range(TURNS):
        began = time.perf_counter()
        client.get(address)
        took.append(1000 * (time.perf_counter() - began))
    return median(took), len(queries)


def empty() -> None:
    """People first: the database gives up their proof only then."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")
