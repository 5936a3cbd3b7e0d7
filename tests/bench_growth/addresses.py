"""The site, and beside it a view that says `BYTES` and does nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

BYTES = {"said": b""}


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BYTES["said"])


urlpatterns = [path("bare/", bare), path("", include("kratominfo.urls"))]
