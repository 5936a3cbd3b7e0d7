"""What is held about a person, for readers' eyes."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def when(moment: str | None) -> str:
    """A moment in ISO 8601, in the time of the site and in words; nothing for nothing."""
    return date_format(timezone.localtime(datetime.fromisoformat(moment)), "j F Y, H:i") if moment else ""
