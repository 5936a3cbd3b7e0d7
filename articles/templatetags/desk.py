"""The desk for the front page of the admin, whose template belongs to no app."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from articles.admin import desk as front

register = template.Library()


@register.simple_tag(takes_context=True)
def desk(context: Context) -> list[Any]:
    return front.desk(context["request"])
