"""All content, history and pictures, in one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.archive.opening import sha256_of
from articles.archive.packing import export
from articles.archive.progress import in_lines


class Command(BaseCommand):
    help = (
        "Writes every page with its history, the library, the pictures and the settings of the site into one archive. "
        "No subscriber, letter, password or mail address of the staff is in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive, as in site.zip; it must not be there yet")
        parser.add_argument(
            "--without-feedback", action="store_true", help="leave out what readers told and looked for"
        )

    def handle(self, *, file: Path, without_feedback: bool, **options: Any) -> None:
        try:
            manifest = export(file, has_feedback=not without_feedback, progress=in_lines(self.stdout.write))
        except OSError as error:
            raise CommandError(f"{file} could not be written: {error.strerror or error}") from error
        for name in manifest.missing:
            self.stderr.write(f"The picture's file {name} is missing or damaged, so it is not in the archive.")
        for key in manifest.altered:
            self.stderr.write(f"Revision {key} does not say any more what it was frozen with. It is told as it is.")
        self.stdout.write(f"Written: {manifest.says()}.")
        self.stdout.write(f"{file}: {file.stat().st_size} bytes, SHA-256 {sha256_of(file)}")
