"""What every public template may say of the site, asked for only where a template says it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models.site import SiteSettings


def framing(request: HttpRequest) -> dict[str, Any]:
    """`site`: the settings, read once; `origin`: the address without a slash; `section`: the first part of the path."""
    return {
        "site": SimpleLazyObject(SiteSettings.current),
        "origin": settings.SITE_URL.rstrip("/"),
        "section": f"/{request.path.split('/')[1]}/",
    }
