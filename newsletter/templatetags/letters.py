"""What templates about letters need: numbers that can be read, and the panel on the front page of the admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Case, Count, F, QuerySet, Value, When, Window
from django.template.context import Context
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from newsletter.models.campaign import EDITABLE, Campaign, State

register = template.Library()
SHOWN = 5
OVER = [State.SENT, State.CANCELLED]
# Those first for which somebody may have to do something.
URGENCY = Case(
    *(When(state=state, then=Value(place)) for place, state in enumerate(["review", "paused", "freezing", "sending"])),
    When(state=State.SCHEDULED, then=Value(4)),
    default=Value(5),
)


@dataclass(frozen=True)
class Told:
    """A panel as templates/admin/articles/_panel.html draws one; rows are title, address, when, words."""

    title: str
    empty: str
    address: str
    count: int
    rows: list[tuple[str, str, str, str]]


@register.filter
def grouped(number: int) -> str:
    """ "1,240"."""
    return f"{number:,}"


@register.simple_tag(takes_context=True)
def letters(context: Context) -> Told | None:
    """Letters that are not over, for whoever may see them; one query."""
    if not context["request"].user.has_perm("newsletter.view_campaign"):
        return None
    found = list(_open().values("pk", "subject", "state", "send_at", "created_at", "number")[:SHOWN])
    address = reverse("admin:newsletter_campaign_changelist")
    count = found[0]["number"] if found else 0
    return Told("Campaigns", "No letter is being written or sent.", address, count, [_row(each) for each in found])


def _open() -> QuerySet[Campaign]:
    campaigns = Campaign.objects.exclude(state__in=OVER).annotate(number=Window(Count("pk")))
    return campaigns.order_by(URGENCY, F("send_at").asc(nulls_last=True), "-pk")


def _row(found: dict[str, Any]) -> tuple[str, str, str, str]:
    """Its subject, the way to it, when, and how it stands."""
    screen = "change" if found["state"] in EDITABLE else "progress"
    when = found["created_at"] if found["state"] in EDITABLE else found["send_at"]
    address = reverse(f"admin:newsletter_campaign_{screen}", args=[found["pk"]])
    told = date_format(localtime(when), "j M Y, H:i") if when else ""
    return found["subject"], address, told, State(found["state"]).label
