"""What tests of a page's past share: an article that is published, changed and withdrawn at given moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import time_machine
from django.contrib.auth.models import User

from articles.models import Article, RichText, Showing


def at(moment: str) -> datetime:
    """ "2026-03-01 12:00", in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def say(page: Article, text: str, *, at_moment: str, by: User, note: str = "", is_major: bool = True) -> Showing:
    """Publish `page` with one paragraph at a moment; what readers are shown from then on."""

    def publish(fresh: Article) -> None:
        RichText.objects.filter(parent=fresh).update(text=f"<h2>What is known</h2><p>{text}</p>")
        fresh.publish(by=by, note=note, is_major=is_major, override="Of no matter here.")

    _do(page, publish, at_moment)
    return Showing.objects.get(page=page, shown_until=None)


def withdraw(page: Article, *, at_moment: str, by: User, why: str) -> None:
    _do(page, lambda fresh: fresh.withdraw(by=by, why=why), at_moment)


def _do(page: Article, act: Callable[[Article], None], moment: str) -> None:
    with time_machine.travel(at(moment), tick=False):
        act(Article.objects.get(pk=page.pk))
