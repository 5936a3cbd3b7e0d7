"""Write the list of subscribers to a file: the same bytes as the download in the admin, with the same audit record."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models.topic import Topic
from newsletter.exporting import stream
from newsletter.exporting.columns import COLUMNS
from newsletter.exporting.form import ExportForm, formats
from newsletter.management.users import user_called
from newsletter.models.export import Dialect, Export
from newsletter.models.segment import Label, Segment
from newsletter.models.subscriber import State

PACE = 2.0  # seconds from one word of how far it is to the next
NAMED = {"segment": (Segment, "name"), "label": (Label, "name"), "topic": (Topic, "slug")}
RIGHT = "newsletter.export_subscriber"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="where to write; standard output without it")
        parser.add_argument("--reason", required=True, help="why the list is needed; it is written down")
        parser.add_argument("--state", choices=State.values, default="", help="only those in this state")
        parser.add_argument("--segment", help="only those in the segment of this name")
        parser.add_argument("--label", help="only those who bear the label of this name")
        parser.add_argument("--topic", help="only those who get this topic, named by its slug")
        parser.add_argument("--joined-from", metavar="DAY", help="confirmed on this day or later, as in 2026-01-31")
        parser.add_argument("--joined-until", metavar="DAY", help="confirmed on this day or earlier")
        parser.add_argument("--source", metavar="PAGE", help="joined on this page, as in articles/sleep")
        parser.add_argument("--part", help="part of the address, as in @example.org")
        parser.add_argument("--columns", help=f"some of {','.join(COLUMNS)}; or all")
        parser.add_argument("--format", choices=[name for name, _ in formats()], help="csv without it")
        parser.add_argument("--dialect", choices=Dialect.values, help="spreadsheet without it")
        parser.add_argument("--by", metavar="USER", help="the user name of who asks for it")
        parser.add_argument("--agreed-by", metavar="USER", help="who agreed to it, where so many need a second person")

    def handle(self, *, file: str, by: str | None, agreed_by: str | None = None, **options: Any) -> None:
        form = ExportForm(_typed(options))
        if not form.is_valid():
            raise CommandError("\n".join(_complaints(form)))
        user, second = user_called(by), user_called(agreed_by)
        if form.needs_a_second() or second:
            _check_pair(user, second)
        export = Export.start(by=user, **form.chosen())
        if second:
            export.agree_by_name(second)
        with _opened(file) as out:
            self.write(export, out, most=None if second else settings.NEWSLETTER_EXPORT_ALONE or None)
        self.stderr.write(f"{export.rows} subscribers, SHA-256 {export.sha256}")

    def write(self, export: Export, out: BinaryIO, *, most: int | None) -> None:
        told_at = time.monotonic()
        for chunk in stream(export, most=most):
            out.write(chunk)
            if time.monotonic() - told_at > PACE:
                told_at = time.monotonic()
                self.stderr.write(f"{export.rows:,} so far")


def _typed(options: dict[str, Any]) -> dict[str, Any]:
    """What the form in the admin would send."""
    typed = {name: options.get(name) or "" for name in ExportForm.base_fields}
    columns = options.get("columns") or ""
    typed["columns"] = list(COLUMNS) if columns == "all" else [name.strip() for name in columns.split(",") if name]
    for name, (model, word) in NAMED.items():
        if value := typed[name]:
            found = model.objects.filter(**{word: value}).first()
            if found is None:
                raise CommandError(f"There is no {name} called {value}.")
            typed[name] = found.pk
    return typed


def _complaints(form: ExportForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        yield from (f"--{name.replace('_', '-')}: {error}" for error in errors)


def _check_pair(first: Any, second: Any) -> None:
    """Whoever has a shell could name anybody: this keeps mistakes out, and the record says where it was named."""
    most = settings.NEWSLETTER_EXPORT_ALONE
    if first is None or second is None:
        raise CommandError(f"More than {most:,} people need a second person: name both, --by and --agreed-by.")
    if first == second:
        raise CommandError("--agreed-by must be somebody else than --by.")
    for user in (first, second):
        if not (user.is_active and user.has_perm(RIGHT)):
            raise CommandError(f"{user.get_username()} may not export subscribers.")


def _opened(file: str) -> Any:
    """The file, or standard output, which stays open."""
    return nullcontext(_standard_output()) if file == "-" else Path(file).open("wb")


def _standard_output() -> BinaryIO:
    return sys.stdout.buffer
