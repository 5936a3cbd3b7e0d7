"""One page of a set: so many from a place on, and the address of what follows. No row is counted or skipped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from articles.api.answers import answer
from articles.lists import Listed
from articles.models.site import SiteSettings

DEFAULT, MOST = 20, 50  # rows
LONGEST = 500  # characters of a cursor
SIGNER = Signer(salt="articles.api")


def page(
    request: HttpRequest, listed: Listed, shape: Callable[[Any], dict[str, Any]], *, asked: tuple[str, ...] = ()
) -> HttpResponse:
    """`listed` has a name for each order, so that a cursor of one leads nowhere in another. `asked` are the names by
    which its rows were chosen, for the address of the next page."""
    limit, start = limit_of(request), start_of(request, listed)
    rows = list((listed.since(start) if start else listed.rows)[: limit + 1])
    said: dict[str, Any] = {"licence": licence(), "items": [shape(row) for row in rows[:limit]], "next": None}
    if len(rows) > limit:
        said["next"] = address(request, (*asked, "limit"), cursor=sealed(listed, rows[limit]))
    headers = {"Link": f'<{said["next"]}>; rel="next"'} if said["next"] else {}
    return answer(said, **headers)


def limit_of(request: HttpRequest) -> int:
    words = request.GET.get("limit", str(DEFAULT))
    if not (words.isascii() and words.isdecimal() and len(words) < 4 and 1 <= int(words) <= MOST):
        raise BadRequest(f"limit must be a whole number from 1 to {MOST}.")
    return int(words)


def start_of(request: HttpRequest, listed: Listed) -> list[Any] | None:
    """The sort keys that a cursor of ours holds."""
    cursor = request.GET.get("cursor", "")
    if not cursor:
        return None
    try:
        name, *start = SIGNER.unsign_object(cursor) if len(cursor) <= LONGEST else [""]
    except (BadSignature, ValueError):
        name, start = "", []
    if name != listed.name or len(start) != len(listed.keys):
        raise BadRequest("This cursor is not one that this address gave. Begin again without it.")
    return start


def sealed(listed: Listed, row: Any) -> str:
    """Signed, so that it can be read by us alone and leads only where we led. The same for the same row."""
    keys = [_value(row, key.removeprefix("-")) for key in listed.keys]
    return SIGNER.sign_object([listed.name, *keys])


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row.isoformat() if isinstance(row, datetime) else row


def address(request: HttpRequest, known: tuple[str, ...], **changed: str) -> str:
    """This very address with something else in its query; what is not `known` here is left out."""
    asked = {name: request.GET[name] for name in known if request.GET.get(name)}
    return f"{settings.SITE_URL}{request.path}?{urlencode(asked | changed)}"


def chosen(request: HttpRequest, name: str, among: tuple[str, ...]) -> str:
    """The first of them unless another is asked for."""
    words = request.GET.get(name) or among[0]
    if words not in among:
        raise BadRequest(f"{name} must be one of: {', '.join(each for each in among if each)}.")
    return words


def since(request: HttpRequest) -> datetime | None:
    words = request.GET.get("changed_since", "")
    try:
        moment = parse_datetime(words) if len(words) <= 40 else None
        if not words or (moment and is_aware(moment)):
            return moment and moment.astimezone(UTC)  # the edges of the calendar are none elsewhere
    except (ValueError, OverflowError):
        pass
    raise BadRequest("changed_since must be a moment with its time zone, as in 2026-03-01T00:00:00Z.")


def licence() -> dict[str, str]:
    site = SiteSettings.current()
    return {"name": site.licence, "url": site.licence_url, "holder": site.publisher or site.name}
