"""A public site of its own: its folder, its database, and the servers and people that work on it."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kratominfo.supervisor import die_with_parent, end
from tests.nginx import HOST

ROOT = Path(__file__).parent.parent.parent
OF_THE_DEVELOPER = {"ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "DOOR", "HASHED_STATIC", "LOCAL", "MEDIA_ROOT", "PORT"}
OF_THE_DEVELOPER |= {"DJANGO_ALLOW_ASYNC_UNSAFE", "ORIGINALS_ROOT"}
PREPARE = (
    "import django; django.setup(); from kratominfo.preparation import collect_static, demonstrate, sign_ins; "
    "collect_static(); sign_ins(); demonstrate()"
)
EDITOR = "import django; django.setup(); from tests.drills.editor import work; work()"
GRANIAN = ["-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--blocking-threads", "4"]
GRANIAN += ["--log-level", "warning", "--host", "127.0.0.1", "--respawn-interval", "10"]  # as docs/operations.md has it
GUNICORN = ["-m", "gunicorn", "--threads", "4", "--no-control-socket", "--log-level", "warning"]
APPLICATION = "kratominfo.wsgi:application"


@dataclass
class Site:
    """`folder` is its VAR_DIR; `log` holds what all its processes wrote, and lies elsewhere."""

    folder: Path
    place: Mapping[str, str]
    log: Path
    children: list[subprocess.Popen[str]] = field(default_factory=list)

    def run(self, *words: str) -> None:
        done = subprocess.run([sys.executable, *words], cwd=ROOT, env=self.place, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)

    def start(self, *words: str, **pipes: int) -> subprocess.Popen[str]:
        with self.log.open("a") as output:
            streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output} | pipes
            alone = {"start_new_session": True, "preexec_fn": die_with_parent}
            child = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=self.place, text=True, **streams, **alone)
        self.children.append(child)
        return child

    def granian(self, port: int, *, workers: int = 1) -> subprocess.Popen[str]:
        return self._serve(port, *GRANIAN, "--port", str(port), "--workers", str(workers), APPLICATION)

    def gunicorn(self, port: int, *, workers: int = 1) -> subprocess.Popen[str]:
        return self._serve(port, *GUNICORN, "--bind", f"127.0.0.1:{port}", "--workers", str(workers), APPLICATION)

    def editor(self) -> subprocess.Popen[str]:
        return self.start("-c", EDITOR, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def tracebacks(self) -> int:
        return self.log.read_text().count("Traceback (most recent call last)") if self.log.exists() else 0

    def _serve(self, port: int, *words: str) -> subprocess.Popen[str]:
        child = self.start(*words)
        deadline = time.monotonic() + 120
        while not is_listening(port):
            if child.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.05)
        return child


@contextmanager
def site(folder: Path, database: str = "", **words: str) -> Iterator[Site]:
    """Ready to be served, with its demonstration: half a minute on a busy machine."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_DEVELOPER}
    place = kept | {"VAR_DIR": str(folder), "SITE_URL": f"https://{HOST}", "SECRET_KEY": secrets.token_urlsafe(48)}
    place |= {"TRUSTED_PROXY": "127.0.0.1", "DJANGO_SETTINGS_MODULE": "kratominfo.settings"} | words
    log = folder.with_name(f"{folder.name}.log")
    prepared = Site(folder, place | ({"DATABASE_URL": database} if database else {}), log)
    prepared.run("manage.py", "migrate", "-v0")
    prepared.run("-c", PREPARE)
    try:
        yield prepared
    finally:
        end(prepared.children)


def children_of(number: int) -> set[int]:
    """Processes that this one started, by their numbers."""
    return {int(each) for each in Path(f"/proc/{number}/task/{number}/children").read_text().split()}


def publish(editor: subprocess.Popen[str], title: str) -> tuple[float, int]:
    """The moment of the commit, and the site's version after it. Raises ValueError where the database refused."""
    editor.stdin.write(f"{title}\n")
    editor.stdin.flush()
    moment, version = editor.stdout.readline().split()
    return float(moment), int(version)


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
