"""Somebody who publishes, in a process of their own: each line that comes in becomes the title of an article; the
moment of the commit (of the monotonic clock, which all processes share) and the version of the site go out."""

from __future__ import annotations

import sys
import time

from django.contrib.auth.models import User

from articles.models import Article
from articles.models.site import current_version

SLUG = "four-words-for-certainty"
PATH = f"/articles/{SLUG}/"


def work() -> None:
    for line in sys.stdin:
        article = Article.objects.get(slug=SLUG)
        article.title = line.strip()
        article.save()
        article.publish(by=User.objects.get(username="editor"), note="Said anew.", override="A drill.")
        print(time.monotonic(), current_version(), flush=True)
