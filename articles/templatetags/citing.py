"""How the page that a template shows is cited."""

from __future__ import annotations

from django import template
from django.template.context import Context

from articles.citing import Citing
from articles.models.publication import Publication
from articles.versions import Version, cited

register = template.Library()


@register.simple_tag(takes_context=True)
def citation(context: Context, page: Publication | Version) -> Citing | None:
    """Nothing for a page that readers were never shown, such as a preview."""
    return cited(page, context["site"]) if getattr(page, "sha256", "") else None
