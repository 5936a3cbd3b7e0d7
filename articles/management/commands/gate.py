"""What the gate finds on the whole site: what readers see, and what waits in drafts."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import F, Q
from django.urls import reverse

from articles.models import Page, Publication
from articles.models.page import CHILDREN
from articles.snapshot import Snapshot

AT_ONCE = 50  # pages held in memory

Found = tuple[Page, Snapshot]


class Command(BaseCommand):
    help = "Prints what the gate finds, one line each. Fails where something on a live page must be mended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--live", action="store_true", help="only what readers see")
        which.add_argument("--drafts", action="store_true", help="only what was saved and not published")

    def handle(self, *, live: bool, drafts: bool, **options: Any) -> None:
        stops = 0 if drafts else self.tell("live", shown())
        if not live:
            self.tell("draft", unpublished())
        if stops:
            raise CommandError(f"On live pages {stops} thing(s) must be mended.")

    def tell(self, state: str, pages: Iterator[Found]) -> int:
        """One line for each finding; returns how many of them are stops."""
        stops = 0
        for page, snapshot in pages:
            for found in page.findings(snapshot):
                stops += found.is_stop
                weight = "stop" if found.is_stop else "warn"
                self.stdout.write(f"{state} {weight} {found.rule}: {page}: {found.message} {way_to(page, found.place)}")
        return stops


def shown() -> Iterator[Found]:
    live = Publication.objects.cards().select_related("page", "revision").defer("revision__html")
    for publication in live.order_by("path").iterator(chunk_size=AT_ONCE):
        yield publication.page, publication.revision.snapshot


def unpublished() -> Iterator[Found]:
    """Working copies that say something else than readers see."""
    changed = Q(published_version=None) | Q(published_version__lt=F("version"))
    for page in Page.objects.kept().filter(changed).order_by("kind", "slug").iterator(chunk_size=AT_ONCE):
        yield page, page.in_kind().snapshot()


def way_to(page: Page, place: str) -> str:
    address = reverse(f"admin:articles_{CHILDREN[page.kind]}_change", args=[page.pk])
    return f"{settings.SITE_URL.rstrip('/')}{address}#{place}"
