"""Make .venv ready, or say in one line what is missing. Any Python 3 must read this, hence its old syntax."""

import os
import shutil
import subprocess
import sys
from typing import Callable, List, NoReturn

OFFLINE = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "ProxyError", "unreachable")


def prepare(requirements: str) -> None:
    if sys.version_info < (3, 11):
        stop(
            "Python %d.%d is too old, kratominfo needs 3.11 or newer:" % sys.version_info[:2],
            "install one and name it, as in `make run PYTHON=python3.12`.",
        )
    if not os.path.exists(".venv/bin/pip"):
        call([sys.executable, "-m", "venv", "--clear", ".venv"], venv_failed)
    print("Installing %s into .venv ..." % requirements, flush=True)
    call([".venv/bin/python", "-m", "pip", "install", "--quiet", "--retries", "2", "-r", requirements], pip_failed)


def call(command: List[str], failed: Callable[[str], NoReturn]) -> None:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.communicate()[0].decode("utf-8", "replace")
    if process.returncode:
        failed(output)


def venv_failed(output: str) -> NoReturn:
    shutil.rmtree(".venv", ignore_errors=True)
    if "ensurepip" in output:
        stop("This Python has no venv:", "install it (on Debian and Ubuntu: apt install python3-venv).")
    stop("Cannot make .venv (%s):" % last_line(output), "mend that and try again.")


def pip_failed(output: str) -> NoReturn:
    if any(word in output for word in OFFLINE):
        stop("No network, so the packages cannot be fetched:", "connect and try again.")
    stop("pip failed (%s):" % last_line(output), "mend that and try again.")


def last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip() and not line.startswith("[notice]")]
    return lines[-1] if lines else "it said nothing"


def stop(cause: str, cure: str) -> NoReturn:
    sys.exit("%s %s" % (cause, cure))


if __name__ == "__main__":
    prepare(sys.argv[1])
