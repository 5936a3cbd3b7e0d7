"""A revision as readers were once shown it, and how the page is cited when it is this one that was read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles.citing import Author, Citing
from articles.markup import plain
from articles.models.publication import Publication
from articles.models.review import Review
from articles.models.revision import Revision
from articles.models.showing import Showing
from articles.models.site import SiteSettings
from articles.snapshot import Snapshot

SECTION = re.compile(r'<h2[^>]*\sid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)


@dataclass(frozen=True)
class Version:
    """One `showing` of a `revision`; both tell a template what a publication tells it of today's page."""

    path: str
    showing: Showing
    revision: Revision

    @property
    def kind(self) -> str:
        return self.snapshot.kind

    @property
    def title(self) -> str:
        return self.snapshot.title

    @property
    def sha256(self) -> str:
        return self.revision.sha256

    @property
    def first_shown_at(self) -> datetime:
        return self.showing.first_at

    @property
    def changed_at(self) -> datetime:
        return self.showing.changed_at

    @property
    def html(self) -> str:
        """The bytes as they were first drawn."""
        return self.revision.html

    @property
    def contents(self) -> list[dict[str, str]]:
        """The sections of these bytes."""
        return [{"id": id_, "title": plain(words)} for id_, words in SECTION.findall(self.html)]

    @property
    def card(self) -> dict[str, Any]:
        said = self.snapshot
        people = [said.records[name] for name in said.shows if name.startswith("person:") and name in said.records]
        picture = said.records.get(said.picture)
        words = {"standfirst": said.standfirst, "description": said.description or said.standfirst}
        return words | {"title": said.title, "authors": people, "picture": picture}

    @cached_property
    def is_intact(self) -> bool:
        return self.revision.is_intact()

    @cached_property
    def review(self) -> Review | None:
        """Who signed this very text."""
        return Review.objects.over(self.revision)

    @property
    def snapshot(self) -> Snapshot:
        return self.revision.snapshot


def cited(page: Publication | Version, site: SiteSettings) -> Citing:
    """`page` as it is cited: by what it says, at the address where it will go on saying it."""
    address = reverse("pinned", kwargs={"path": page.path, "hash": page.sha256[:12]})
    return Citing(
        title=page.title,
        authors=tuple(Author(person["name"], person.get("cited_as", "")) for person in page.card["authors"]),
        site=site.name,
        publisher=site.publisher,
        published=timezone.localdate(page.first_shown_at),
        changed=timezone.localdate(page.changed_at),
        accessed=timezone.localdate(),
        address=f"{settings.SITE_URL}{address}",
        sha256=page.sha256,
    )
