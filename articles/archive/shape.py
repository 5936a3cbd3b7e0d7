"""A row of a table as plain JSON, and back: the same in every kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection, models

from articles.archive.contents import ACTED, Model

Row = dict[str, Any]


@dataclass
class Names:
    """What stands for a key that differs from site to site: an account's name, the name of a kind of content."""

    accounts: dict[Any, Any] = field(default_factory=dict)
    kinds: dict[Any, Any] = field(default_factory=dict)

    def turned(self) -> Names:
        """The other way round."""
        return Names(*({name: key for key, name in pairs.items()} for pairs in (self.accounts, self.kinds)))


class Shape:
    """The columns of `model`. Keys of rows stay as they are, because an archive fills an empty site; accounts are told
    by their names, and nothing else is told of them."""

    def __init__(self, model: Model) -> None:
        self.model = model
        own = [column for column in model._meta.local_concrete_fields if not getattr(column, "generated", False)]
        self.fields = [column for column in own if not (model is ACTED and column.primary_key)]

    @cached_property
    def columns(self) -> list[str]:
        return [column.attname for column in self.fields]

    @cached_property
    def pointing(self) -> dict[str, Model]:
        """Columns that hold the key of another row of the archive, and where that row is."""
        targets = {column.attname: column.remote_field.model for column in self.fields if column.remote_field}
        return {name: target for name, target in targets.items() if target not in (get_user_model(), ContentType)}

    @cached_property
    def accounts(self) -> list[str]:
        """Columns that hold an account."""
        return [column.attname for column in self.fields if self._leads_to(column, get_user_model())]

    @cached_property
    def kinds(self) -> list[str]:
        """Columns that hold a kind of content."""
        return [column.attname for column in self.fields if self._leads_to(column, ContentType)]

    @cached_property
    def plain(self) -> list[models.Field]:
        return [column for column in self.fields if column.attname not in (*self.accounts, *self.kinds)]

    def tell(self, values: tuple[Any, ...], names: Names) -> Row:
        """`values` in the order of `columns`, as JSON has them."""
        row = {name: _told(value) for name, value in zip(self.columns, values, strict=True)}
        for name in self.accounts:
            row[name] = None if row[name] is None else names.accounts[row[name]]
        for name in self.kinds:
            row[name] = names.kinds[row[name]]
        return row

    def hear(self, row: Row, names: Names) -> list[Any]:
        """What the database is handed, in the order of `columns`."""
        known = {name: row[name] and names.accounts[row[name]] for name in self.accounts}
        known |= {name: names.kinds[row[name]] for name in self.kinds}
        said = row | known
        return [column.get_db_prep_save(_heard(column, said[column.attname]), connection) for column in self.fields]

    def faults(self, row: Row) -> Iterator[str]:
        """What keeps a row from being taken, as the ends of sentences."""
        if not isinstance(row, dict) or sorted(row) != sorted(self.columns):
            yield "has other columns than this version of the site"
            return
        for column in self.plain:
            yield from (f"holds in {column.attname} {fault}" for fault in _faults(column, row[column.attname]))
        for name in (*self.accounts, *self.kinds):
            if not isinstance(row[name], str | None):
                yield f"holds in {name} no name"

    @staticmethod
    def _leads_to(column: models.Field, model: Model) -> bool:
        return column.remote_field is not None and column.remote_field.model is model


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _heard(column: models.Field, value: Any) -> Any:
    return value if isinstance(column, models.JSONField) else column.to_python(value)


def _faults(column: models.Field, value: Any) -> Iterator[str]:
    if value is None:
        if not column.null:
            yield "nothing"
        return
    if isinstance(column, models.JSONField):
        return
    try:
        is_same = _told(column.to_python(value)) == value and isinstance(value, str | int | float)
    except (ValidationError, ValueError, TypeError, OverflowError):
        is_same = False
    if not is_same or (isinstance(value, bool) != isinstance(column, models.BooleanField)):
        yield "what does not belong there"
    elif isinstance(value, str) and column.max_length and len(value) > column.max_length:
        yield f"more than {column.max_length} characters"
    elif isinstance(column, models.IntegerField) and not _fits(column, value):
        yield "too large a number"


def _fits(column: models.IntegerField, value: int) -> bool:
    least, most = connection.ops.integer_field_range(column.get_internal_type())
    return (least is None or value >= least) and (most is None or value <= most)
