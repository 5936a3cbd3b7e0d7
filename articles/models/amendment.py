"""A change of a shared record that waits until its writer has seen what it does to pages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from articles.models.embedding import Said
from articles.models.record import Record
from articles.models.refused import Conflict, Refused
from articles.models.renewal import Renewal
from articles.models.revision import Revision, RevisionQuerySet
from articles.models.site import SiteSettings
from articles.snapshot import digest

Shared = Record | SiteSettings
Columns = dict[str, Any]
KEPT_FOR = timedelta(days=7)


class Amendment(models.Model):
    """What `by` typed of the record called `name`; nothing of it is saved. `before`: all its columns as they stood when
    `by` began; `fields`: those that `by` changed; `many`: field -> keys of the rows that were chosen in it."""

    name = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before = models.JSONField()
    fields = models.JSONField()
    many = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.by} on {self.name}"

    @classmethod
    def typed(
        cls, record: Shared, *, by: AbstractBaseUser, before: Columns | None = None, **many: list[int]
    ) -> Amendment:
        """What `record`, which is not saved, says otherwise than `before`, or else than its row does. Not saved yet."""
        standing = columns(standing_of(record))
        before = standing if before is None else before
        fields = {
            name: value
            for name, value in columns(record).items()
            if value != before.get(name) and value != standing[name]
        }
        return cls(name=record.embed_name, by=by, before=before, fields=fields, many=many)

    @property
    def is_empty(self) -> bool:
        return not self.fields and not self.many

    def on(self, record: Shared) -> Shared:
        """`record` as it would stand, not saved."""
        take(record, self.fields)
        return record

    def confirm(self, record: Shared, *, seen: str) -> Shared:
        """Save it, and ask that pages follow. `seen` is the fingerprint of the row that its writer was shown. Raises
        Conflict where somebody changed the record since, Refused where it cannot be saved as it is."""
        with transaction.atomic():
            record = standing_of(record, is_locked=True)
            if fingerprint(record) != seen:
                raise Conflict("Somebody saved this meanwhile. Look at what they changed, then confirm again.")
            if self.pk and not Amendment.objects.filter(pk=self.pk).delete()[0]:
                raise Refused("This was confirmed or cancelled already.")
            self._save(self.on(record))
        return record

    def _save(self, record: Shared) -> None:
        try:
            record.clean_fields(exclude={field.name for field in record._meta.fields} - self.fields.keys())
            record.validate_unique()
            record.validate_constraints()
            Renewal.of(record, by=self.by)
            for name, keys in self.many.items():
                getattr(record, name).set(keys)
        except (ValidationError, IntegrityError) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else "What it points at is gone."
            raise Refused(f"This cannot be saved any more. {words} Go back to the form and mend it.") from error


def said_by(record: Shared) -> Said:
    """What snapshots would embed if `record` was saved as it is in memory, under every name that they know it by."""
    return dict.fromkeys(record.embed_names, record.says())


def touched(record: Shared) -> RevisionQuerySet:
    """Live and waiting revisions that would then be frozen again."""
    return Revision.objects.waiting_or_live().saying_otherwise(said_by(record))


def standing_of(record: Shared, *, is_locked: bool = False) -> Shared:
    """Its row as it is now. NO KEY, because a row that merely points at it must not have to wait."""
    rows = type(record)._base_manager.all()
    return (rows.select_for_update(no_key=True) if is_locked else rows).get(pk=record.pk)


def columns(record: Shared) -> Columns:
    """All of its own columns, as JSON holds them."""
    names = [field.name for field in record._meta.concrete_fields]
    return json.loads(serializers.serialize("json", [record], fields=names))[0]["fields"]


def take(record: Shared, values: Columns) -> None:
    """The opposite of `columns`; a column that is not there any more is passed over."""
    for field in record._meta.concrete_fields:
        if field.name in values:
            setattr(record, field.attname, field.to_python(values[field.name]))


def fingerprint(record: Shared) -> str:
    """Of all that people typed of it."""
    return fingerprint_of(columns(record), type(record))


def fingerprint_of(values: Columns, kind: type[Shared]) -> str:
    return digest({name: value for name, value in values.items() if name not in kind.DERIVED})


def forget_old() -> int:
    """Those that nobody confirmed for a week; returns how many went."""
    return Amendment.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
