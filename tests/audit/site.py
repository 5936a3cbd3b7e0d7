"""The site as `make run` starts it: the production build with its demonstration, in a folder that goes away."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

SECONDS = 300  # that the demonstration may take on a slow machine
OF_THE_DEVELOPER = {
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "HASHED_STATIC",
    "MEDIA_ROOT",
    "ORIGINALS_ROOT",
    "SITE_URL",
}


@contextmanager
def serving(running: str = "") -> Iterator[str]:
    """The address of a site to measure; an address that is given is taken as it is."""
    if running:
        yield running.rstrip("/")
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kratominfo-audit-", ignore_cleanup_errors=True) as folder:
        environment = {name: value for name, value in os.environ.items() if name not in OF_THE_DEVELOPER}
        environment |= {"LOCAL": "1", "SECRET_KEY": secrets.token_urlsafe(48), "VAR_DIR": folder, "PORT": str(port)}
        command = [sys.executable, "manage.py", "run"]
        silence = subprocess.DEVNULL
        with subprocess.Popen(command, env=environment, stdout=silence, stderr=silence) as site:
            try:
                wait_for(f"http://localhost:{port}", site)
                yield f"http://localhost:{port}"
            finally:
                site.send_signal(signal.SIGINT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, site: subprocess.Popen[bytes]) -> None:
    print("Starting the site with its demonstration …", flush=True)
    deadline = time.monotonic() + SECONDS
    while site.poll() is None and time.monotonic() < deadline:
        try:
            urlopen(address, timeout=5).close()
            return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit("The site did not start; `make run` says why.")
