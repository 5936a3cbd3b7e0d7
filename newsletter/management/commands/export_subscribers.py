"""Write the list of subscribers as CSV, the same bytes as the download in the admin, with the same audit record."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError

from newsletter.exporting import stream
from newsletter.models.export import Export
from newsletter.models.subscriber import State


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="where to write; standard output without it")
        parser.add_argument("--reason", required=True, help="why the list is needed; it is written down")
        parser.add_argument("--state", choices=State.values, default="", help="only those in this state")
        parser.add_argument("--by", metavar="USER", help="the user name of who asks for it")

    def handle(self, *, file: str, reason: str, state: str, by: str | None, **options: Any) -> None:
        if not reason.strip():
            raise CommandError("Say why the list is needed: --reason must not be empty.")
        export = Export.start(by=_user(by), state=state, reason=reason.strip())
        with _opened(file) as out:
            for chunk in stream(export):
                out.write(chunk)
        self.stderr.write(f"{export.rows} subscribers, SHA-256 {export.sha256}")


def _user(name: str | None) -> AbstractBaseUser | None:
    if name is None:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user called {name}.")
    return user


def _opened(file: str) -> Any:
    """The file, or standard output, which stays open."""
    return nullcontext(_standard_output()) if file == "-" else Path(file).open("wb")


def _standard_output() -> BinaryIO:
    return sys.stdout.buffer
