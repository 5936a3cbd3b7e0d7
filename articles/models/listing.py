"""How long each public list is and where each of its pages begins, so that no reader's request counts or skips rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat


class ListingQuerySet(models.QuerySet["Listing"]):
    def true(self) -> ListingQuerySet:
        """Those of lists that did not change since."""
        return self.exclude(Exists(ListChange.objects.filter(name=OuterRef("name"))))


class Listing(models.Model):
    """`starts` holds the sort keys of the first row of each page. Made by the worker after a change; until then a list
    is counted at the request, so that it is never wrong."""

    name = models.CharField(max_length=120, unique=True)
    count = models.PositiveIntegerField()
    starts = models.JSONField(default=list)

    objects = ListingQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ListChange(models.Model):
    """Rows came into the list `name`, or left it. Only ever added to by who changes it, so that nobody waits."""

    name = models.CharField(max_length=120, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def note(cls, names: Iterable[str]) -> None:
        cls.objects.bulk_create(cls(name=name) for name in sorted(set(names)))


def length_of(kind: str, key: str, rows: QuerySet) -> Coalesce:
    """The length of the list "kind:…", for an annotation, where the rest of its name stands in the field `key`; `rows`
    are counted where it is not known just now."""
    name = Concat(Value(f"{kind}:"), Cast(OuterRef(key), models.CharField()), output_field=models.CharField())
    known = Listing.objects.true().filter(name=name).values("count")
    return Coalesce(Subquery(known), Subquery(counted(rows)))


def counted(rows: QuerySet) -> QuerySet:
    """One row with their number, which is 0 where there are none."""
    return rows.order_by().annotate(number=CountAll(F("pk"))).values("number")


class CountAll(models.Func):
    """A count that does not group."""

    template = "COUNT(%(expressions)s)"
    output_field = models.PositiveIntegerField()
