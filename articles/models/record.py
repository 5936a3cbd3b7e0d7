"""A shared record: something that many pages show and that has no drafts of its own."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from articles.models.renewal import Renewal
from articles.models.site import SiteVersion


def new_key() -> str:
    """Twelve hexadecimal digits that stay with a thing for life, through export and import."""
    return secrets.token_hex(6)


class Record(models.Model):
    """Snapshots embed a record under its name ("reference:clauw2014"); what it says of itself is plain JSON."""

    KIND: ClassVar[str]

    key = models.CharField(max_length=80, unique=True, default=new_key, editable=False)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return f"{self.KIND}:{self.key}"

    def says(self) -> dict[str, Any]:
        """What readers are told of it: strings, whole numbers, lists and nothing else."""
        raise NotImplementedError

    def change(self, *, by: AbstractBaseUser) -> None:
        """Save, and ask in the same transaction that every page showing this is frozen again."""
        with transaction.atomic():
            self.save()
            Renewal.ask(self.name, by=by)
            SiteVersion.advance()
