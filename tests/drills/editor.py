"""Somebody who publishes, in a process of their own: each line that comes in becomes the title of an article; the
moment of the commit (of the monotonic clock, which all processes share) and the version of the site go out; “refused”
where the database did."""

from __future__ import annotations

import sys
import time

from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, close_old_connections

from articles.models import Article
from articles.models.site import current_version

SLUG = "four-words-for-certainty"
PATH = f"/articles/{SLUG}/"


def work() -> None:
    for line in sys.stdin:
        try:
            said = publish(line.strip())
        except (OperationalError, InterfaceError):
            said = "refused"
        close_old_connections()
        print(said, flush=True)


def publish(title: str) -> str:
    article = Article.objects.get(slug=SLUG)
    article.title = title
    article.save()
    article.publish(by=User.objects.get(username="editor"), note="Said anew.", override="A drill.")
    return f"{time.monotonic()} {current_version()}"
