"""Seeing, downloading and erasing everything that is held. In any state: who left has these rights too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from newsletter.models.subscriber import Subscriber
from newsletter.preferences.link import owned, page
from newsletter.rights import held_about


@owned
def held(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    return page(request, "held", held=held_about(subscriber), subscriber=subscriber, token=token)


@owned
def download(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    answer = JsonResponse(held_about(subscriber), json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = f"newsletter-{timezone.localdate().isoformat()}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@owned
def erase(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    if request.method != "POST":
        return page(request, "erase", subscriber=subscriber, token=token)
    subscriber.erase()
    return page(request, "erased")
