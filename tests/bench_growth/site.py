"""A site of one size in a process of its own: it is asked for a round by a line, and answers with one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.newsletter.crash.running import ROOT

RUN = "import sys, django; django.setup(); from tests.bench_growth import acts; acts.serve(int(sys.argv[1]))"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.bench_growth.settings", "LOCAL": "1", "SECRET_KEY": "only-for-tests"}
Round = dict[str, list[float]]


@dataclass
class Site:
    process: subprocess.Popen[str]

    @classmethod
    @contextmanager
    def opened(cls, url: str, folder: Path, size: int) -> Iterator[Site]:
        place = {**os.environ, **SETTINGS, "DATABASE_URL": url, "VAR_DIR": str(folder), "LOG_LEVEL": "ERROR"}
        command = [sys.executable, "-c", RUN, str(size)]
        began = perf_counter()
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, cwd=ROOT, env=place, **pipes) as process:
            try:
                site = cls(process)
                print(f"{site.heard()}, in {perf_counter() - began:.0f} s", flush=True)
                yield site
            finally:
                process.stdin.close()

    def round(self) -> Round:
        """Milliseconds of CPU in Python and on the wall, by act."""
        print("round", file=self.process.stdin, flush=True)
        return json.loads(self.heard())

    def heard(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"The site ended with {self.process.wait()}.")
        return line.strip()


def collect(folder: Path) -> None:
    """Files under hashed names, as in production: looking names up is part of drawing a page."""
    place = {**os.environ, **SETTINGS, "VAR_DIR": str(folder), "DATABASE_URL": "sqlite://:memory:"}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=place, check=True)
