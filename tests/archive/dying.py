"""An import that is killed at a point: `python -m tests.archive.dying ARCHIVE rows|files`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import django
from django.core.management import call_command


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(archive: str, point: str) -> None:
    django.setup()
    from articles.archive import filling, staging  # noqa: PLC0415 - after the setup

    if point == "rows":
        filling._number_on = die  # all is written and nothing is kept
    else:
        staging._place = die  # so are the files
    call_command("import_site", Path(archive))


if __name__ == "__main__":
    main(*sys.argv[1:])
