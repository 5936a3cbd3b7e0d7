"""An archive of a site, into an empty site."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.archive.checking import Checking
from articles.archive.filling import fill, refuse_full
from articles.archive.manifest import Refused
from articles.archive.opening import opened, sha256_of
from articles.archive.progress import in_lines


class Command(BaseCommand):
    help = "Fills an empty site from an archive that export_site wrote. All of it is looked at before anything changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive")
        parser.add_argument("--check", action="store_true", help="look at it, and change nothing")
        parser.add_argument("--sha256", metavar="HASH", default="", help="what export_site said of the archive")

    def handle(self, *, file: Path, check: bool, sha256: str, **options: Any) -> None:
        try:
            if sha256 and sha256.lower() != sha256_of(file):
                raise CommandError("This is not the archive with that hash. Copy it once more.")
            self._take(file, is_checked_only=check)
        except Refused as refused:
            raise CommandError(f"Nothing was changed. {refused}") from refused
        except DatabaseError as error:
            raise CommandError(f"Nothing was changed. The database did not take the archive: {error}") from error
        except OSError as error:
            raise CommandError(f"Nothing was changed. {file}: {error.strerror or error}") from error

    def _take(self, file: Path, *, is_checked_only: bool) -> None:
        progress = in_lines(self.stdout.write)
        if not is_checked_only:
            refuse_full()
        with file.open("rb") as content, opened(content) as archive:
            accounts = Checking(archive, progress).check()
            self.stdout.write(f"The archive is whole: {archive.manifest.says()}.")
            if is_checked_only:
                return
            made = fill(archive, accounts, progress)
        for name in sorted(accounts - set(made)):
            self.stdout.write(f"What “{name}” did now stands under the account of that name here.")
        for name in made:
            self.stdout.write(f"The account “{name}” was made; nobody can sign in to it until you activate it.")
        call_command("reindex", stdout=self.stdout)
        call_command("draw_share_pictures", stdout=self.stdout)
        self.stdout.write("The site says what the archive says. `manage.py verify` looks at every hash once more.")
