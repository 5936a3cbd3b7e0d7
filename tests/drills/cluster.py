"""A PostgreSQL of our own, to be stopped and started; run by somebody who is not root, as it insists."""

from __future__ import annotations

import os
import pwd
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.drills.site import free_port


@dataclass
class Cluster:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        self._run("initdb", "-D", f"{self.folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        asked = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-w", "-o", asked, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "fast", "-w", "stop")

    def _run(self, name: str, *words: str) -> None:
        command = [*as_nobody(self.folder), str(binaries() / name), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)


def as_nobody(folder: Path) -> list[str]:
    """What has to stand before a command, so that root does not run it."""
    if os.geteuid():
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["setpriv", "--reuid", str(owner.pw_uid), "--regid", str(owner.pw_gid), "--clear-groups"]


def binaries() -> Path:
    """Of the newest version that is installed. Raises FileNotFoundError."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if not found:
        raise FileNotFoundError("no PostgreSQL server is installed")
    return max(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name)))


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Running at the beginning; may be stopped at the end."""
    with TemporaryDirectory(prefix="kratominfo-drill-", ignore_cleanup_errors=True) as folder:
        ours = Cluster(Path(folder), free_port())
        ours.make()
        ours.start()
        try:
            yield ours
        finally:
            if (ours.folder / "data" / "postmaster.pid").exists():
                ours.stop()
