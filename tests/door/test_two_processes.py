"""Two processes and somebody who publishes all the time: nobody is shown what was replaced more than a second ago."""

from __future__ import annotations

import http.client
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from tests.drills import editor
from tests.drills.site import Site, free_port, publish, site
from tests.newsletter.crash.running import database
from tests.nginx import HOST

pytestmark = pytest.mark.slow
SECONDS, EVERY = 12.0, 0.3
READERS = 3  # of each process
PAGES = [editor.PATH, "/articles/"]
TITLE = re.compile(rb"Said (\d+) times")


class Seen(NamedTuple):
    """Reading number `number` of a page, between two moments of the clock that all processes share."""

    path: str
    began: float
    ended: float
    number: int


@pytest.fixture
def served(tmp_path_factory) -> Iterator[Site]:
    url, folder = os.environ.get("DATABASE_URL", ""), tmp_path_factory.mktemp("var")
    server = url if url.startswith("postgres") else None
    with database(server, folder, "door") as place, site(folder, place) as prepared:
        yield prepared


def read(port: int, until: float) -> list[Seen]:
    seen, connection = [], http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    while time.monotonic() < until:
        path, began = PAGES[len(seen) % len(PAGES)], time.monotonic()
        connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        words = answer.read()
        assert answer.status == 200
        seen.append(Seen(path, began, time.monotonic(), max(map(int, TITLE.findall(words)), default=-1)))
        time.sleep(0.004)
    return seen


def went_back(seen: list[Seen]) -> list[tuple[Seen, Seen]]:
    """Readings of one page that began after another had ended, and were older."""
    newest: Seen | None = None
    found, ended = [], sorted(seen, key=lambda each: each.ended)
    for each in sorted(seen, key=lambda each: each.began):
        while ended and ended[0].ended < each.began:
            newest = max(filter(None, [newest, ended.pop(0)]), key=lambda other: other.number)
        if newest and each.number < newest.number:
            found.append((newest, each))
    return found


def test_no_page_is_older_than_a_second_and_none_goes_back(served: Site):
    ports, somebody = [free_port(), free_port()], served.editor()
    for port in ports:
        served.granian(port, workers=1)
    moments = [publish(somebody, "Said 0 times")[0]]
    time.sleep(1.5)
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(READERS * len(ports)) as pool:
        readings = {port: [pool.submit(read, port, until) for _ in range(READERS)] for port in ports}
        while time.monotonic() < until:
            moments.append(publish(somebody, f"Said {len(moments)} times")[0])
            time.sleep(EVERY)
    for port in ports:
        seen = [each for reading in readings[port] for each in reading.result()]
        late = [each for each in seen if each.number < sum(moment < each.began - 1.0 for moment in moments) - 1]
        assert late == []
        for path in PAGES:
            assert went_back([each for each in seen if each.path == path]) == []
        assert len(seen) > 200
        assert max(each.number for each in seen) > 5
