"""The link itself: whose it is, whether it still counts, and a lock on their row while something changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsletter.models.consent import ConsentEvent
from newsletter.models.subscriber import Subscriber
from newsletter.tokens import DeadLink, address_mark, read_preferences_token
from newsletter.views import secret

View = Callable[..., HttpResponse]


class StaleLink(DeadLink):
    """It came to an address that the letters no longer go to."""

    why = "stale"


def owned(view: View) -> View:
    """Called with the person whose link it is, in any state, and their token."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, owner_of(token, Subscriber.objects.all()), token)
        except DeadLink as link:
            return dead(request, link)

    return secret(wrapped)


def for_subscribers(view: View) -> View:
    """Called with a subscriber and their token; who has left, or has not confirmed yet, is told so and what they can
    do. While a form is taken their row is locked: of two tabs the second finds what the first one did."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        try:
            if request.method != "POST":  # on SQLite a transaction would wait for every writer
                return _if_active(view, request, owner_of(token, Subscriber.objects.all()), token)
            with transaction.atomic():
                return _if_active(view, request, owner_of(token, Subscriber.objects.select_for_update()), token)
        except DeadLink as link:
            return dead(request, link)

    return secret(wrapped)


def owner_of(token: str, people: QuerySet[Subscriber]) -> Subscriber:
    """The same DeadLink for a link that nobody made and for somebody who was erased."""
    handle, mark = read_preferences_token(token)
    subscriber = people.filter(handle=handle).first()
    if subscriber is None:
        raise DeadLink
    if mark != address_mark(subscriber.address) and (mark or _has_moved(subscriber)):
        raise StaleLink
    return subscriber


def page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"newsletter/{name}.html", context, status=status)


def dead(request: HttpRequest, link: DeadLink) -> HttpResponse:
    return page(request, "dead", status=410, why=link.why, is_for_rights=True)


def _if_active(view: View, request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    if subscriber.is_active:
        return view(request, subscriber, token)
    return page(request, "left" if subscriber.left_at else "unconfirmed", token=token)


def _has_moved(subscriber: Subscriber) -> bool:
    return subscriber.events.filter(kind=ConsentEvent.Kind.MOVED).exists()
