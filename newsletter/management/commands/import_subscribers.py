"""Bring in a list: read it, say what stands in it, and apply it if asked to. The same as in the admin, where it can be
undone; killed at any point, it is finished by the worker."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from articles.models.topic import Topic
from newsletter.importing import report
from newsletter.importing.beginning import begin
from newsletter.importing.keeping import keep
from newsletter.importing.layout import Unreadable
from newsletter.importing.work import LEASE, take, work_on
from newsletter.management.users import user_called
from newsletter.models.importing import Import, Stage
from newsletter.models.segment import Label

TELL = 3.0  # seconds between two lines of progress


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="text with an address on each line, or CSV with a column “email”")
        parser.add_argument("--source", required=True, help="where the list is from; it is written down")
        parser.add_argument("--proof", default="", help="how, when and to which words all of them agreed")
        parser.add_argument("--label", action="append", default=[], help="a label for all; may be given several times")
        parser.add_argument("--topic", action="append", default=[], help="a topic for all, by its slug; several times")
        parser.add_argument("--by", metavar="USER", help="the user name of who does it")
        restore = parser.add_mutually_exclusive_group()
        restore.add_argument(
            "--spreadsheet",
            action="store_true",
            default=None,
            help="take apostrophes away that our exports put before = + - @",
        )
        restore.add_argument("--exact", dest="spreadsheet", action="store_false", help="leave every cell as it is")
        parser.add_argument("--apply", action="store_true", help="apply it, after you have seen the report")
        parser.add_argument("--yes", action="store_true", help="do not ask before applying")

    def handle(self, *, source: str, file: Path, apply: bool, yes: bool, by: str | None, **options: Any) -> None:
        if not source.strip():
            raise CommandError("Say where the list is from: --source must not be empty.")
        actor = user_called(by)
        parent = self._begin(file, source=source.strip(), by=actor, **options)
        self._work(parent, Stage.READING)
        self._tell(parent)
        if apply and (yes or self._is_agreed()):
            parent.apply(by=actor)
            self._work(parent, Stage.APPLYING)
            self._tell_done(parent)
        elif parent.stage == Stage.READ:
            address = reverse("admin:newsletter_import_change", args=[parent.pk])
            self.stdout.write(f"Nothing is applied yet. Look at it, and apply or drop it, at {address}")

    def _begin(self, file: Path, *, label: list[str], topic: list[str], **more: Any) -> Import:
        topics = list(Topic.objects.filter(slug__in=topic))
        if missing := set(topic) - {each.slug for each in topics}:
            raise CommandError(f"There is no topic {', '.join(sorted(missing))}.")
        labels = [Label.objects.filter(name=name).first() or Label.objects.create(name=name) for name in label]
        told = {"labels": labels, "topics": topics, "is_spreadsheet": more["spreadsheet"], "file_name": file.name}
        try:
            return begin(keep(file), source=more["source"], proof=more["proof"], by=more["by"], **told)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def _work(self, parent: Import, stage: Stage) -> None:
        """Together with the worker, if it runs: whoever has it in hand, it goes on."""
        while parent.stage == stage:
            if take(parent):
                work_on(parent, until=time.monotonic() + TELL)
                Import.objects.filter(pk=parent.pk).update(leased_until=None)
            else:
                time.sleep(LEASE.total_seconds() / 10)
            parent.refresh_from_db()
            if parent.stage == stage:
                self.stderr.write(f"{parent.get_stage_display()}: {report.percent(parent)} %")

    def _tell(self, parent: Import) -> None:
        told = report.layout_told(parent)
        unused = f"; not used: {', '.join(told['unused'])}" if told["unused"] else ""
        self.stdout.write(f"{told['encoding']}; used: {', '.join(told['used'])}{unused}")
        for count in report.counts(parent):
            self.stdout.write(f"{count.many:>12,}  {count.label}")
        tally = {name: f"{parent.tally.get(name, 0):,}" for name in ("pending", "proved", "left")}
        self.stdout.write(
            "Of the new: {pending} must confirm first, {proved} come with proof, {left} have left.".format(**tally)
        )

    def _tell_done(self, parent: Import) -> None:
        done = {name: f"{parent.tally.get(name, 0):,}" for name in ("made", "asked", "labels", "topics")}
        self.stdout.write(
            "Applied: {made} brought in, {asked} to be asked, {labels} labels, {topics} topics.".format(**done)
        )

    def _is_agreed(self) -> bool:
        try:
            return input("Apply it? [y/N] ").strip().lower() in {"y", "yes"}
        except EOFError:  # nobody is there to ask
            return False
