"""Load from wrk: one thread of it on a core of its own, and what it says it got through."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

CONNECTIONS = 16
DONE = re.compile(r"(\d+) requests in ")
PER_SECOND = re.compile(r"Requests/sec:\s+([\d.]+)")


@dataclass(frozen=True)
class Load:
    requests: int
    per_second: float
    complaints: tuple[str, ...]  # of wrk: refused, broken off, too late


def load(url: str, headers: Mapping[str, str], *, seconds: int, core: int) -> Load:
    """As fast as the server answers, over connections that stay open."""
    command = ["taskset", "-c", str(core), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    return read(subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout)


def read(output: str) -> Load:
    """What wrk printed. Raises ValueError where that is nothing to count."""
    done, speed = DONE.search(output), PER_SECOND.search(output)
    if not (done and speed):
        raise ValueError(f"wrk said nothing that can be counted: {output}")
    complaints = [line.strip() for line in output.splitlines() if "Socket errors" in line or "Non-2xx" in line]
    return Load(requests=int(done[1]), per_second=float(speed[1]), complaints=tuple(complaints))
