"""Search engines are told at once which pages changed or went, where the site has a key for it
(https://www.indexnow.org/documentation). Nothing of readers or staff is told: addresses of public pages alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.connection import Edge
from articles.importing.fetching import NotReached, fetch
from articles.models.publication import Address, Publication, Withdrawal
from articles.telling import tell_since_last

SERVICE = "https://api.indexnow.org/indexnow"  # hands it on to all engines that take part
MOST = 10_000  # addresses in one go, as the protocol says; the sitemap tells the rest
NAME = "IndexNow"
TAKEN = {200, 202}


@require_safe
def key(request: HttpRequest, key: str) -> HttpResponse:
    """By this file the engines know that whoever tells them of changes is the site itself."""
    if not settings.INDEXNOW_KEY or key != settings.INDEXNOW_KEY:
        raise Http404("There is no such file.")
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


def tell_due(*, edge: Edge | None = None) -> int:
    """Returns how many addresses were told."""
    if settings.LOCAL or not settings.INDEXNOW_KEY:
        return 0
    return tell_since_last(NAME, lambda since, until: told(list(islice(changed(since, until), MOST)), edge))


def changed(since: datetime, until: datetime) -> Iterator[str]:
    """Paths of pages that changed after `since`, then of those that were withdrawn: all that they ever had."""
    live = Publication.objects.filter(updated_at__gt=since, updated_at__lte=until)
    gone = Withdrawal.objects.filter(at__gt=since, at__lte=until).values("page")
    stood = Address.objects.filter(page__in=gone)
    yield from dict.fromkeys(chain(live.values_list("path", flat=True), stood.values_list("path", flat=True)))


def told(paths: list[str], edge: Edge | None) -> int:
    """Raises NotReached."""
    if not paths:
        return 0
    said = {
        "host": urlsplit(settings.SITE_URL).hostname,
        "key": settings.INDEXNOW_KEY,
        "keyLocation": f"{settings.SITE_URL}/{settings.INDEXNOW_KEY}.txt",
        "urlList": [f"{settings.SITE_URL}/{path}/" for path in paths],
    }
    fields = {"Content-Type": "application/json; charset=utf-8"}
    answer = fetch(SERVICE, fields=fields, body=json.dumps(said).encode(), edge=edge)
    if answer.status not in TAKEN:
        raise NotReached(f"answered {answer.status}")
    return len(paths)
