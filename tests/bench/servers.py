"""The servers that are measured, each started once, all on one core, and ended together."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kratominfo.supervisor import die_with_parent, end
from tests.audit.site import free_port
from tests.bench import nginx, processor
from tests.bench.asking import ask
from tests.bench.site import TOO_LITTLE
from tests.newsletter.crash.running import ROOT

PATIENCE = 60  # seconds that a server may take to answer for the first time
GRANIAN = ["-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--blocking-threads", "4"]
GUNICORN = ["-m", "gunicorn", "--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
SITE = "kratominfo.wsgi:application"
SERVED = {  # by the second word of a server's name: the application, and what the environment says besides
    "empty": ("tests.bench.ready:empty", {}),
    "ready": ("tests.bench.ready:ready", {}),
    "bare": ("tests.bench.bare:application", {}),
    "off": (SITE, {"DOOR": "0"}),
    "on": (SITE, {"DOOR": "1"}),
    "small": (SITE, {"DOOR": "1", "DOOR_BYTES": TOO_LITTLE}),
    "behind": (SITE, {"DOOR": "1", "TRUSTED_PROXY": "127.0.0.1"}),
}


@dataclass
class Servers:
    """`place` is the environment of the site, `folder` is for what they write, `core` is theirs alone."""

    place: Mapping[str, str]
    folder: Path
    core: int
    ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def page(self) -> Path:
        return Path(self.place["BENCH_PAGE"])

    def port(self, name: str) -> int:
        """Of the server with this name, which is started where it does not run yet."""
        if name not in self.running:
            self._start(name)
        return self.ports[name]

    def spent(self, name: str) -> float:
        """Seconds of CPU since it started, with the server that stands behind it."""
        together = [name, nginx.BEHIND[name]] if name in nginx.BEHIND else [name]
        return processor.spent(*(self.running[one].pid for one in together))

    def _start(self, name: str) -> None:
        port, log = free_port(), self.folder / f"{name}.txt"
        command = ["taskset", "-c", str(self.core), *self._command(name, port)]
        place = dict(self.place) | SERVED.get(name.split()[1], ("", {}))[1]
        with log.open("w") as output:
            streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
            alone = {"start_new_session": True, "preexec_fn": die_with_parent}
            self.running[name] = subprocess.Popen(command, cwd=ROOT, env=place, **streams, **alone)
        self.ports[name] = port
        self._wait_for(name, log)

    def _command(self, name: str, port: int) -> Sequence[str]:
        program, kind = name.split()
        if name == "nginx static":
            return nginx.static(self.folder / f"nginx-{kind}", self.page, port=port)
        if name == "nginx keyed":
            return nginx.keyed(
                self.folder / f"nginx-{kind}", self.folder, port=port, behind=self.port(nginx.BEHIND[name])
            )
        application = SERVED[kind][0]
        if program == "granian":
            return [sys.executable, *GRANIAN, "--port", str(port), "--log-level", "warning", application]
        return [sys.executable, *GUNICORN, "--bind", f"127.0.0.1:{port}", "--log-level", "warning", application]

    def _wait_for(self, name: str, log: Path) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.running[name].poll() is None and time.monotonic() < deadline:
            try:
                ask(self.ports[name], "/")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{name} did not start:\n{log.read_text()}")


@contextmanager
def servers(place: Mapping[str, str], folder: Path, *, core: int) -> Iterator[Servers]:
    started = Servers(place, folder, core)
    try:
        yield started
    finally:
        end(list(started.running.values()))
