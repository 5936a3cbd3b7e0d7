"""Pictures where a template draws them at each request."""

from __future__ import annotations

from typing import Any

from django import template

from articles.plate import plate

register = template.Library()


@register.filter
def shaped(picture: dict[str, Any], shape: str = "") -> dict[str, Any]:
    """What its <picture> needs, cut to a `shape` where it has such crops."""
    return plate(picture, shape)
