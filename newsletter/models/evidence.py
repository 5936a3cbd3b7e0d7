"""What somebody saw when they asked: the words they agreed to and the page these stood on."""

from __future__ import annotations

from typing import Any

from django.db import models

from articles.models.publication import Publication
from articles.models.showing import Showing
from articles.models.site import Wording

LONGEST_PATH = 120


class Evidence(models.Model):
    """Plain values, no foreign keys: what was seen stays true when the page is gone."""

    wording = models.PositiveIntegerField("version of the wording", null=True, editable=False)
    page = models.CharField("seen on", max_length=LONGEST_PATH, blank=True, editable=False)
    revision = models.BigIntegerField("revision of the page", null=True, editable=False)
    network = models.CharField("keyed hash of the network", max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def words(self) -> str:
        """The exact words of consent, empty where none were shown or known."""
        return words_of(self.wording)


def words_of(wording: int | None) -> str:
    return Wording.objects.filter(purpose="consent", version=wording).values_list("text", flat=True).first() or ""


def agreed(shown: str) -> int | None:
    """The version of the words that a form says it showed, if there are such words."""
    version = number(shown)
    return version if words_of(version) else None


def number(text: str) -> int | None:
    """A positive number that a database column holds, or none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def attested(*, wording: int | None, page: str, revision: int | None) -> dict[str, Any]:
    """Of what a form says about itself, what is true: a wording that exists, a revision that was shown at that page."""
    shown = Showing.objects.filter(page__addresses__path=page, revision=revision or 0).exists()
    is_live = Publication.objects.filter(path=page).exists()
    return {
        "wording": wording if words_of(wording) else None,
        "page": page if shown or is_live else "",
        "revision": revision if shown else None,
    }
