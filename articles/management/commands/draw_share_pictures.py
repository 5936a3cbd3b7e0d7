"""Share pictures that are not there: after an upgrade, or where a backup had no pictures."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.models.publication import Publication
from articles.models.site import SiteVersion
from articles.sharing import share_of
from articles.storing import keep_drawn

AT_ONCE = 50  # pages held in memory


class Command(BaseCommand):
    help = "Draws the share picture of every live page that lacks it. Pages frozen before there were any get none."

    def handle(self, **options: Any) -> None:
        drawn = 0
        live = Publication.objects.cards().select_related("revision").defer("revision__html")
        for publication in live.iterator(chunk_size=AT_ONCE):
            share = share_of(publication.revision.snapshot)
            if share and share.says() == publication.card.get("share") and keep_drawn(share):
                SiteVersion.advance()
                drawn += 1
        self.stdout.write(f"Drew {drawn} share picture(s).")
