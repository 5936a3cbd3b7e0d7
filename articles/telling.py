"""Others outside are told what changed since they were last told: what they did not take is told again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from articles.importing.fetching import NotReached

logger = logging.getLogger(__name__)

SETTLED = timedelta(seconds=30)  # what carries an earlier moment is committed by then


def tell_since_last(name: str, tell: Callable[[datetime, datetime], int]) -> int:
    """`tell` is given the moments after which and until which things changed, returns how many it told and raises
    NotReached; `name` is that of who is told. A site begins with what changes from its first turn on."""
    until = timezone.now() - SETTLED
    since = cache.get_or_set(place(name), until, timeout=None)
    try:
        many = tell(since, until)
    except NotReached as reason:
        logger.warning("%s %s.", name, reason)
        return 0
    cache.set(place(name), max(since, until), timeout=None)
    return many


def place(name: str) -> str:
    """In the cache: up to which moment changes were told."""
    return f"told:{name}"
