"""Which screens belong to a page that is only known as a page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Article, Page, StandingPage, StrainProfile

KINDS: dict[str, type[Page]] = {kind.KIND: kind for kind in (Article, StrainProfile, StandingPage)}


def admin_of(page: Page) -> Any:
    return admin.site.get_model_admin(KINDS[page.kind])


def screens() -> list[Any]:
    return [admin.site.get_model_admin(kind) for kind in KINDS.values()]


def kinds_for(request: HttpRequest) -> list[str]:
    """Those whose pages this person may see."""
    return [screen.model.KIND for screen in screens() if screen.has_view_permission(request)]
