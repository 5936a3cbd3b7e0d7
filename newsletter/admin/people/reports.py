"""Reports of all people: how the list grew, and how healthy it is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from newsletter.admin.people.base import PeopleBase
from newsletter.growth import NOWHERE, Growth
from newsletter.health import Health

SOURCES = 50  # pages in the list of them


class Reports(PeopleBase):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("growth", self.growth), self.screen("health", self.health), *super().get_urls()]

    def growth(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Growth()
        told = {"by_day": found.by_day(), "by_source": found.by_source(), "sources": found.sources[:SOURCES]}
        return self.drawn(request, "growth", told | {"nowhere": NOWHERE, "title": "Growth"})

    def health(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.drawn(request, "health", {"title": "List health", "health": Health()})
