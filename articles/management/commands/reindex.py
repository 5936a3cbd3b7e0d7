"""Writes anew what can be found, page by page, while the site runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.models.reindexing import reindex


class Command(BaseCommand):
    help = "Writes the search index anew from what readers see. Safe while the site runs."

    def handle(self, **options: Any) -> None:
        told = reindex(progress=self.tell)
        self.stdout.write(told)

    def tell(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done:,} of {total:,} pages")
