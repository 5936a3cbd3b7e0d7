"""A shared record: something that many pages show and that has no drafts of its own."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models, transaction

from articles.models.listing import ListChange
from articles.models.site import SiteVersion

LISTS = {"reference": ["references"], "person": ["people"]}


def new_key() -> str:
    """Twelve hexadecimal digits that stay with a thing for life, through export and import."""
    return secrets.token_hex(6)


class Record(models.Model):
    """Snapshots embed a record under a stable name; what it says of itself is plain JSON."""

    KIND: ClassVar[str]
    DERIVED: ClassVar[tuple[str, ...]] = ()  # columns that nobody types: filled beside people, so no conflict with them

    key = models.CharField(max_length=80, unique=True, default=new_key, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Its own page and the lists of its kind may show it otherwise now; a new one nobody shows yet."""
        is_new = self._state.adding
        with transaction.atomic():
            super().save(**kwargs)
            ListChange.note(LISTS.get(self.KIND, ()))
            if not is_new:
                SiteVersion.advance()

    @property
    def embed_name(self) -> str:
        """What snapshots know it by: "reference:clauw2014"."""
        return f"{self.KIND}:{self.key}"

    @property
    def embed_names(self) -> list[str]:
        """Every name that snapshots may know it by: its own, and those of records that were merged into it."""
        return [self.embed_name]

    def says(self) -> dict[str, Any]:
        """What readers are told of it: strings, whole numbers, lists and nothing else."""
        raise NotImplementedError
