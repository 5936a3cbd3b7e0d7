"""One person's proof of consent on one page, to be printed and handed to whoever may ask for it."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from newsletter.attestation import proof_of
from newsletter.models.subscriber import Subscriber
from newsletter.received import ban_of

RIGHTS = ["newsletter.view_subscriber", "newsletter.view_consentevent"]


def proof(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perms(RIGHTS):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    subscriber = get_object_or_404(Subscriber, pk=pk)
    events, asks = proof_of(subscriber)
    told = {"subscriber": subscriber, "events": events, "asks": asks, "ban": ban_of(subscriber)}
    told |= {"opts": Subscriber._meta, "title": "Proof of consent", "drawn_at": timezone.now()}
    return TemplateResponse(request, "newsletter/admin/proof.html", admin.site.each_context(request) | told)
