"""What is measured, in the process of one site: each act straight at Django's handler, status and text looked at."""

from __future__ import annotations

import io
import json
import statistics
import sys
from collections.abc import Callable
from time import perf_counter, process_time
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse

from tests.bench_growth.addresses import BYTES
from tests.bench_growth.scene import MODEL, REVISED, Scene, made, settle

HANDLER = WSGIHandler()
TIMES = {"publish": 1, "desk": 2, "history at the desk": 4}
OFTEN = 10


def serve(count: int) -> None:
    """One line once it stands, then a round for each line that is heard."""
    scene = made(count)
    acts = acts_of(scene)
    print(f"{count:,} thin articles stand", flush=True)
    for _ in sys.stdin:
        print(json.dumps({name: measured(act, TIMES.get(name, OFTEN)) for name, act in acts.items()}), flush=True)
        settle()


def acts_of(scene: Scene) -> dict[str, Callable[[], Any]]:
    signed_in = Client()
    signed_in.force_login(scene.editor)
    cookie = f"{settings.SESSION_COOKIE_NAME}={signed_in.cookies[settings.SESSION_COOKIE_NAME].value}"
    desk = reverse("admin:articles_article_history", args=[scene.revised.pk])
    BYTES["said"] = reading(f"/articles/{MODEL}/", "fibromyalgia")()
    reads = {
        "bare view, same bytes": reading("/bare/", "fibromyalgia"),
        "article": reading(f"/articles/{MODEL}/", "fibromyalgia"),
        "list, first page": reading("/articles/", "Articles"),
        "list, deepest page": reading(f"/articles/page/{scene.deepest}/", "Thin 0"),
        "topic": reading("/topics/topic-3/", "Topic 3"),
        "history of 200, readers": reading(f"/articles/{REVISED}/history/", "Change history"),
        "history at the desk": reading(desk, "History", cookie),
        "desk": reading("/admin/", "Changed since published", cookie),
    }
    return reads | {"publish": lambda: scene.publish(scene.article, f"round {perf_counter()}")}


def reading(address: str, words: str, cookie: str = "") -> Callable[[], bytes]:
    """Asks for a page as a server would; fails unless it is there and says `words`."""

    def read() -> bytes:
        said: dict[str, str] = {}
        answer = HANDLER(asked(address, cookie), lambda status, headers: said.update(status=status))
        body = b"".join(answer)
        answer.close()
        if not (said["status"] == "200 OK" and words.encode() in body):
            raise SystemExit(f"{address}: {said['status']}, {len(body)} bytes")
        return body

    return read


def asked(address: str, cookie: str) -> dict[str, Any]:
    place = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
    what = {"REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": "", "SCRIPT_NAME": ""}
    return place | what | {"HTTP_COOKIE": cookie, "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO()}


def measured(act: Callable[[], Any], times: int) -> list[float]:
    """The median of milliseconds of our CPU, and on the wall: a database server works in another process."""
    spent, waited = [], []
    for _ in range(times):
        began, started = perf_counter(), process_time()
        act()
        spent.append((process_time() - started) * 1000)
        waited.append((perf_counter() - began) * 1000)
    return [statistics.median(spent), statistics.median(waited)]
