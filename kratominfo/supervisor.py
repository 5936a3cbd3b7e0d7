"""Processes that live and die together under one parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event

GRACE = 15  # seconds to finish the work in hand
PR_SET_PDEATHSIG = 1  # prctl(2)


def supervise(commands: Mapping[str, Sequence[str]], *, folder: Path) -> str | None:
    """Run until a signal asks to stop (None) or one of them ends (its name); then end all of them."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = start(command, folder)
        while not stop.wait(0.2):
            for name, child in children.items():
                if child.poll() is not None:
                    return name
        return None
    finally:
        end(list(children.values()))


def start(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """In a session of its own: a Ctrl-C reaches the parent alone, which then ends the children in order."""
    return subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=die_with_parent
    )


def die_with_parent() -> None:
    """A parent that is killed outright cannot end its children; on Linux the kernel does it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what it started and left behind, too
        child.wait()
