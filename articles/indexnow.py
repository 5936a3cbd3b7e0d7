"""Search engines are told at once which pages changed or went, where the site has a key for it
(https://www.indexnow.org/documentation). Nothing of readers or staff is told: addresses of public pages alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.connection import Edge
from articles.importing.fetching import NotReached, fetch
from articles.models.publication import Address, Publication, Withdrawal

logger = logging.getLogger(__name__)

SERVICE = "https://api.indexnow.org/indexnow"  # hands it on to all engines that take part
MOST = 10_000  # addresses in one go, as the protocol says; the sitemap tells the rest
SETTLED = timedelta(seconds=30)  # what carries an earlier moment is committed by then
PLACE = "indexnow"  # in the cache: up to which moment changes were told
TAKEN = {200, 202}


@require_safe
def key(request: HttpRequest, key: str) -> HttpResponse:
    """By this file the engines know that whoever tells them of changes is the site itself."""
    if not settings.INDEXNOW_KEY or key != settings.INDEXNOW_KEY:
        raise Http404("There is no such file.")
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


def tell_due(*, edge: Edge | None = None) -> int:
    """Returns how many addresses were told. What is not taken is told again the next time."""
    if settings.LOCAL or not settings.INDEXNOW_KEY:
        return 0
    until = timezone.now() - SETTLED
    since = cache.get_or_set(PLACE, until, timeout=None)
    paths = list(islice(dict.fromkeys(changed(since, until)), MOST))
    if paths and not is_taken(paths, edge):
        return 0
    cache.set(PLACE, max(since, until), timeout=None)
    return len(paths)


def changed(since: datetime, until: datetime) -> Iterator[str]:
    """Paths of pages that changed after `since`, then of those that were withdrawn: all that they ever had."""
    yield from Publication.objects.filter(updated_at__gt=since, updated_at__lte=until).values_list("path", flat=True)
    gone = Withdrawal.objects.filter(at__gt=since, at__lte=until).values("page")
    yield from Address.objects.filter(page__in=gone).values_list("path", flat=True)


def is_taken(paths: list[str], edge: Edge | None) -> bool:
    said = {
        "host": urlsplit(settings.SITE_URL).hostname,
        "key": settings.INDEXNOW_KEY,
        "keyLocation": f"{settings.SITE_URL}/{settings.INDEXNOW_KEY}.txt",
        "urlList": [f"{settings.SITE_URL}/{path}/" for path in paths],
    }
    fields = {"Content-Type": "application/json; charset=utf-8"}
    try:
        answer = fetch(SERVICE, fields=fields, body=json.dumps(said).encode(), edge=edge)
    except NotReached as reason:
        logger.warning("IndexNow %s.", reason)
        return False
    if answer.status not in TAKEN:
        logger.warning("IndexNow answered %s.", answer.status)
    return answer.status in TAKEN
