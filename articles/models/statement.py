"""A query whose SQL is written once: for a page, the ORM takes longer to write it than a database takes to answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import RawQuerySet


class Statement:
    """`build` makes the queryset from values like `samples`; asked with others, they stand where the samples stood. No
    sample may equal another value of the query, nor be part of one."""

    def __init__(self, build: Callable[..., QuerySet[Any]], *samples: Any) -> None:
        self.build, self.samples = build, samples
        self._written = cache(self._write)

    def __call__(self, *values: Any) -> RawQuerySet:
        queryset, sql, places = self._written(connection.vendor)
        given = dict(zip(self.samples, values, strict=True))
        return queryset.model._base_manager.raw(sql, [given.get(place, place) for place in places])

    def _write(self, vendor: str) -> tuple[QuerySet[Any], str, tuple[Any, ...]]:
        queryset = self.build(*self.samples)
        return queryset, *queryset.query.sql_with_params()
