"""Every hash once more: of each revision, and of each file of a picture."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.archive.soundness import found


class Command(BaseCommand):
    help = (
        "Looks whether every revision says what it was frozen with and every file of a picture is whole. "
        "Two sites that say the same have the same fingerprint."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="a line for each, to compare two sites by diff")

    def handle(self, *, list: bool, **options: Any) -> None:
        whole, count, faults = hashlib.sha256(), 0, 0
        for each in found():
            line = f"{each.name} {each.sha256}"
            whole.update(f"{line}\n".encode())
            count += 1
            if list:
                self.stdout.write(line)
            if each.fault:
                faults += 1
                self.stderr.write(f"{each.name} {each.fault}.")
        if faults:
            raise CommandError(f"{faults} of {count} are not as they were written.")
        self.stdout.write(f"{count} revisions and files are as they were written. Fingerprint: {whole.hexdigest()}")
