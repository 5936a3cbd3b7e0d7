"""Two records of one source become one: the other is kept as another name of it, so that every citation follows."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from articles.models.amendment import fingerprint
from articles.models.reference import IDENTIFIERS, Reference
from articles.models.refused import Conflict, Refused
from articles.models.renewal import Renewal
from articles.snapshot import digest

OWN = {"id", "key", "type", "merged_into"}  # are never taken over


@dataclass(frozen=True)
class Merger:
    """`other` becomes another name of `kept`. Nothing is saved before `confirm`. Raises Refused where the two are one
    record already."""

    kept: Reference
    other: Reference

    def __post_init__(self) -> None:
        if self.kept.pk == self.other.pk:
            raise Refused("This is the same record. Choose the other one.")
        if self.kept.merged_into_id or self.other.merged_into_id:
            raise Refused("One of the two was merged into another record already. Choose that one.")

    @cached_property
    def taken(self) -> list[str]:
        """The fields that are empty in the record that is kept, and filled in the other."""
        names = [field.name for field in Reference._meta.concrete_fields if field.editable and not field.generated]
        return [name for name in names if name not in OWN and is_gap(self.kept, name) and not is_gap(self.other, name)]

    @cached_property
    def result(self) -> Reference:
        """The record that is kept, as it will be; not saved."""
        result = copy(self.kept)
        for name in self.taken:
            setattr(result, name, getattr(self.other, name))
        return result

    @property
    def seen(self) -> str:
        """Of both records as they stand."""
        return digest(fingerprint(self.kept), fingerprint(self.other))

    @property
    def embed_names(self) -> list[str]:
        return [*self.kept.embed_names, *self.other.embed_names]

    def says(self) -> dict[str, Any]:
        return self.result.says()

    def confirm(self, *, by: AbstractBaseUser, seen: str) -> None:
        """Raises Conflict where somebody changed one of them since it was `seen`, Refused where it cannot be."""
        with transaction.atomic():
            pks = (self.kept.pk, self.other.pk)
            rows = Reference.objects.select_for_update().order_by("pk").in_bulk(pks)
            merger = Merger(rows[pks[0]], rows[pks[1]])
            if merger.seen != seen:
                raise Conflict("Somebody saved one of the two meanwhile. Look at both, then confirm again.")
            merger._write(by=by)

    def _write(self, *, by: AbstractBaseUser) -> None:
        """The other gives up what the first takes over before that is saved: no identifier may stand twice."""
        result = self.result
        for name in IDENTIFIERS.keys() & set(self.taken):
            setattr(self.other, name, "" if name == "isbn" else None)
        self.other.merged_into = result
        self.other.save()
        self.other.aliases.update(merged_into=result)
        try:
            result.validate_unique()
            result.validate_constraints()
        except ValidationError as error:
            raise Refused(f"These two cannot be merged. {' '.join(error.messages)}") from error
        Renewal.of(result, by=by)  # under all the names that it has now


def is_gap(record: Reference, name: str) -> bool:
    return getattr(record, name) in (None, "")
