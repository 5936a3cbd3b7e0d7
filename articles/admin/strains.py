"""What is a strain's alone among the screens of pages: tables of other pages show it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern

from articles.admin.outcome import outcome
from articles.admin.page import PageAdmin
from articles.admin.using import places
from articles.models import Page, StrainProfile
from articles.models.embedding import in_tables, said_of
from articles.models.use import Use
from articles.rendering import render
from articles.snapshot import rested_on


class InTables(PageAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [self.screen("used", self.used), *super().get_urls()]

    def about(self, request: HttpRequest, page: Page, title: str, **more: Any) -> dict[str, Any]:
        context = super().about(request, page, title, **more)
        return context | {"addresses": context["addresses"] | {"used": self.address("used", page)}}

    def used(self, request: HttpRequest, object_id: str) -> HttpResponse:
        strain = self.page_for(request, object_id, may="view")
        context = self.about(request, strain, "Where it is used", **places(request, Use(strain)))
        return TemplateResponse(request, "admin/articles/strain_used.html", context)

    def effect_of(self, request: HttpRequest, page: StrainProfile) -> dict[str, Any]:
        """Which pages publishing would change, because their tables show it."""
        snapshot = page.snapshot()
        said = {page.embed_name: in_tables(snapshot.path, render(snapshot).card)}
        beside = said_of(name for says in said.values() for name in rested_on(says))
        return {"outcome": outcome(request, said, beside=beside)}
