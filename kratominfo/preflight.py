"""Make .venv ready, or say in one line what is missing. Called by the Makefile, before anything is installed."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

OFFLINE = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ProxyError", "unreachable")


def prepare(requirements: str) -> None:
    if not Path(".venv/bin/pip").exists():
        call([sys.executable, "-m", "venv", "--clear", ".venv"], venv_failed)
    print(f"Installing {requirements} into .venv ...", flush=True)
    call([".venv/bin/python", "-m", "pip", "install", "--quiet", "--retries", "2", "-r", requirements], pip_failed)


def call(command: list[str], failed: Callable[[str], NoReturn]) -> None:
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if answer.returncode:
        failed(answer.stdout)


def venv_failed(output: str) -> NoReturn:
    shutil.rmtree(".venv", ignore_errors=True)
    if "ensurepip" in output:
        sys.exit("This Python has no venv: install it (on Debian and Ubuntu: apt install python3-venv).")
    sys.exit(f"Cannot make .venv ({last_line(output)}): mend that and try again.")


def pip_failed(output: str) -> NoReturn:
    if any(word in output for word in OFFLINE):
        sys.exit("No network, so the packages cannot be fetched: connect and try again.")
    sys.exit(f"pip failed ({last_line(output)}): mend that and try again.")


def last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip() and not line.startswith("[notice]")]
    return lines[-1] if lines else "it said nothing"


if __name__ == "__main__":
    prepare(sys.argv[1])
