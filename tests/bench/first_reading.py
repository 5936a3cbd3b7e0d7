"""The first reading of the article after a publish, again and again, in one process: CPU alone, no network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from time import process_time
from typing import Any

from tests.bench.asking import HOST, SENT
from tests.bench.figures import Figure
from tests.bench.site import TOO_LITTLE
from tests.bench.targets import ARTICLE
from tests.newsletter.crash.running import ROOT

READINGS, WARM = 60, 5
NEVER = -float("inf")
VARIANTS = {  # by the key of what is measured: what the environment says
    "first off": {"DOOR": "0"},
    "first on": {"DOOR": "1"},
    "first small": {"DOOR": "1", "DOOR_BYTES": TOO_LITTLE},
}
RUN = "from tests.bench.first_reading import count; count()"


def measure(key: str, place: Mapping[str, str], *, core: int) -> Figure:
    """In a process of its own, because settings are read once."""
    command = ["taskset", "-c", str(core), sys.executable, "-c", RUN]
    environment = {**place, **VARIANTS[key]}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return Figure(requests=READINGS, per_second=0, cpu=json.loads(done.stdout.splitlines()[-1]))


def count() -> None:
    """Prints the seconds of CPU of all readings together."""
    application = import_module("kratominfo.wsgi").application  # late: the settings of the site belong to this process
    version = import_module("articles.models").SiteVersion
    spent = 0.0
    for number in range(-WARM, READINGS):
        version.advance()
        if os.environ["DOOR"] == "1":  # as if a second had passed
            application.watch.holds_until = NEVER
        began = process_time()
        read(application)
        if number >= 0:
            spent += process_time() - began
    print(json.dumps(spent))


def read(application: Any) -> None:
    """As granian would hand it over, and until the last byte."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": ARTICLE, "QUERY_STRING": "", "SERVER_PROTOCOL": "HTTP/1.1"}
    environ |= {"HTTP_HOST": HOST, "HTTP_ACCEPT_ENCODING": SENT["Accept-Encoding"], "REMOTE_ADDR": "127.0.0.1"}
    environ |= {"SERVER_NAME": HOST, "SERVER_PORT": "80", "SCRIPT_NAME": "", "wsgi.url_scheme": "http"}
    environ |= {"wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0)}
    environ |= {"wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False}
    told: list[str] = []
    chunks = application(environ, lambda status, headers, error=None: told.append(status))
    body = b"".join(chunks)
    getattr(chunks, "close", bool)()
    if told != ["200 OK"] or not body:
        raise SystemExit(f"The article was answered with {told}, so nothing was measured.")
