"""How often a network may tell us something. Each time takes a place that is free again an hour later.

The places stand in the cache of the database, so that every process sees the same. `add` takes one or does not: no two
requests get the same, and a database that cannot write lets nobody pass.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.visitor import network_of

WINDOW = timedelta(hours=1)
A_NETWORK = 30  # times within the window


class Full(Exception):
    """Every place is taken."""


class Unwritable(Exception):
    """Nobody can say how often this network came, because the database takes nothing."""


def take_place(request: HttpRequest) -> None:
    """Raises Full, Unwritable."""
    try:
        with transaction.atomic():
            _take(places_of(request))
    except DatabaseError as error:
        raise Unwritable from error


def places_of(request: HttpRequest) -> list[str]:
    """Names of this network's places. They change every day, and only the holder of the key can make them."""
    whose = f"{timezone.localdate()} {network_of(request)}"
    name = salted_hmac("articles.limits", whose, algorithm="sha256").hexdigest()
    return [f"{name}:{number}" for number in range(A_NETWORK)]


def forget_expired() -> int:
    """Remove what holds nobody back any more, sign-ins too: the cache itself keeps it until its table is full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    with connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])
        return cursor.rowcount


def _take(places: list[str]) -> None:
    taken = cache.get_many(places)
    for place in places:
        if place not in taken and cache.add(place, 1, timeout=WINDOW.total_seconds()):
            return
    if len(cache.get_many(places)) < len(places):
        raise Unwritable
    raise Full
