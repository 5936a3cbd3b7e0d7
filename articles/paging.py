"""One page of a list, and how many rows a list has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.db.models import F, Func, IntegerField, QuerySet, Subquery
from django.http import Http404

A_PAGE = 20


def paged(
    listed: QuerySet[Any] | Sequence[Any], number: int, *, count: int | None = None, size: int = A_PAGE
) -> dict[str, Any]:
    """One page of a list and the numbers of its pages; 404 for a page that is not there. `count` saves a query."""
    paginator = Paginator(listed, size)
    if count is not None:
        paginator.count = count
    try:
        return {"paging": paginator.page(number), "numbers": paginator.get_elided_page_range(number)}
    except EmptyPage as error:
        raise Http404("The list is not that long.") from error


def slice_of(number: int) -> slice:
    """The rows of a list that stand on its page `number`."""
    return slice((number - 1) * A_PAGE, number * A_PAGE)


def number_of(rows: QuerySet[Any], of: str = "pk") -> Subquery:
    """How many different `of` there are in `rows`, for an annotation: they may lean on an OuterRef."""
    return Subquery(rows.order_by().annotate(number=Number(F(of))).values("number"))


class Number(Func):
    """A count that does not group, so that it counts no rows as 0."""

    template = "COUNT(DISTINCT %(expressions)s)"
    output_field = IntegerField()
