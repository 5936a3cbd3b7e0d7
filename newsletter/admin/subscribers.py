"""Subscribers in the admin: the list, each person's page, the acts on them, the reports; and taking the list away."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from newsletter.admin.exports import export, may_export
from newsletter.admin.people.listing import Listing
from newsletter.admin.people.person import OnePerson
from newsletter.admin.people.reports import Reports
from newsletter.admin.people.single import Single
from newsletter.admin.proof import proof
from newsletter.models import Subscriber


@admin.register(Subscriber)
class SubscriberAdmin(Listing, OnePerson, Single, Reports):
    """All that one does with subscribers."""

    def get_urls(self) -> list[URLPattern]:
        taking = path("export/", self.admin_site.admin_view(export), name="newsletter_subscriber_export")
        proving = path("<int:pk>/proof/", self.admin_site.admin_view(proof), name="newsletter_subscriber_proof")
        return [taking, proving, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "may_export": may_export(request)})
