"""A letter on its screen, as a browser has it: the fields it was given, what is typed, what is sent."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from newsletter.models import Campaign, LetterText
from newsletter.models.campaign import State

WAY = [State.CHECKED, State.SCHEDULED, State.FREEZING, State.SENDING, State.PAUSED]
ELSEWHERE = {
    State.REVIEW: [*WAY[:4], State.REVIEW],
    State.SENT: [*WAY[:4], State.SENT],
    State.CANCELLED: [State.CANCELLED],
}


def a_letter(state: str = State.DRAFT, *, by: User | None = None, **facts: Any) -> Campaign:
    """With a text, brought into a state by the way that leads there."""
    campaign = Campaign.objects.create(
        **({"subject": "What is new", "preheader": "Two pages.", "created_by": by} | facts)
    )
    campaign.steps.create(state=State.DRAFT, by=by)
    LetterText.objects.create(parent=campaign, region="main", ordering=10, text="<p>Good morning.</p>")
    way = ELSEWHERE.get(State(state)) or [step for step in WAY if state in WAY and WAY.index(step) <= WAY.index(state)]
    for step in way:
        if step == State.SENDING:
            Campaign.objects.filter(pk=campaign.pk).update(audience=campaign.deliveries.count())
        campaign.go(step, by=by)
        if step == State.CHECKED:
            Campaign.objects.filter(pk=campaign.pk).update(checked_version=campaign.version)
    return Campaign.objects.get(pk=campaign.pk)


def at(screen: str, campaign: Campaign, **more: Any) -> str:
    return reverse(f"admin:newsletter_campaign_{screen}", kwargs={"object_id": campaign.pk} | more)


class Screen:
    """Opened by somebody who is signed in; `fields` is what would be sent."""

    def __init__(self, client: Client, campaign: Campaign) -> None:
        self.client, self.campaign = client, campaign
        self.read(client.get(at("change", campaign)))

    def read(self, response: HttpResponse) -> Screen:
        forms = html.fromstring(response.content.decode()).forms
        sent = next(form for form in forms if form.get("id") == "campaign_form").form_values()
        self.fields = {name: value.removeprefix("\n") for name, value in sent}
        return self

    def type(self, **typed: str) -> Screen:
        self.fields |= typed
        return self

    def add(self, prefix: str, **typed: Any) -> Screen:
        number = int(self.fields[f"{prefix}-TOTAL_FORMS"])
        row = {"ordering": 900, "region": "main"} | typed
        self.fields |= {f"{prefix}-{number}-{name}": str(value) for name, value in row.items()}
        self.fields[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        return self

    def save(self, button: str = "_continue") -> HttpResponse:
        return self.client.post(at("change", self.campaign), self.fields | {button: "1"})
