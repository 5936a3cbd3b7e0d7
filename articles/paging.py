"""One page of a list. The deepest costs what the first does: it is known where each page begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404

from articles.lists import A_PAGE, Listed
from articles.models.listing import Listing


def paged(
    listed: QuerySet[Any] | Sequence[Any], number: int, *, count: int | None = None, size: int = A_PAGE
) -> dict[str, Any]:
    """One page of a short list, with the numbers of its pages; 404 for one that is not there. `count` saves a query."""
    paginator = Paginator(listed, size)
    if count is not None:
        paginator.count = count
    try:
        return {"paging": paginator.page(number), "numbers": paginator.get_elided_page_range(number)}
    except EmptyPage as error:
        raise Http404("The list is not that long.") from error


def leafed(listed: Listed, number: int, *, count: int | None = None) -> dict[str, Any]:
    """The same of a list that may be long. `count` saves a query on the first page."""
    known = _known(listed, number) if count is None or number > 1 else None
    if count is None:
        count = known[0] if known else listed.unsorted.count()
    context = paged(range(count), number)
    page = context["paging"]
    return context | {"paging": Page(_rows(listed, number, known), number, page.paginator)}


def rows(listed: Listed, number: int) -> QuerySet[Any]:
    """Those of page `number`."""
    return _rows(listed, number, _known(listed, number) if number > 1 else None)


def length(listed: Listed) -> int:
    known = _known(listed, 1)
    return known[0] if known else listed.unsorted.count()


def slice_of(number: int) -> slice:
    """The rows of a list that stand on its page `number`."""
    return slice((number - 1) * A_PAGE, number * A_PAGE)


def _known(listed: Listed, number: int) -> tuple[int, list[Any] | None] | None:
    """The length of a list and the sort keys with which its page `number` begins; nothing where it changed just now."""
    found = Listing.objects.true().filter(name=listed.name)
    return found.values_list("count", f"starts__{number - 1}").first()


def _rows(listed: Listed, number: int, known: tuple[int, list[Any] | None] | None) -> QuerySet[Any]:
    """Of a list that changed this very second the way to them is counted."""
    if number == 1:
        return listed.rows[:A_PAGE]
    if known is None:
        return listed.rows[slice_of(number)]
    return listed.since(known[1])[:A_PAGE] if known[1] else listed.rows.none()
