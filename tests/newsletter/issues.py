"""Letters that went out, and letters that did not, for whoever tests what becomes of them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from newsletter.models import Campaign, Delivery, Issue
from newsletter.models.campaign import State
from newsletter.models.delivery import Fate

HTML = '<div class="prose"><p>New <a href="http://localhost:8000/articles/sleep/">pages</a>.</p></div>'
LINKS = ["http://localhost:8000/articles/sleep/", "https://www.example.org/a?b=1&c=2"]


def an_issue(subject: str = "New in November", *, number: int | None = 1, at: datetime | None = None, **more) -> Issue:
    """One letter of it was accepted and the campaign is over, unless `more` says a `state` or a `fate`."""
    state, fate = more.pop("state", State.SENT), more.pop("fate", Fate.ACCEPTED)
    at = at or timezone.now()
    campaign = Campaign.objects.create(subject=subject, state=state, in_archive=number is not None)
    campaign.steps.create(state=State.SENDING, at=at)
    if fate is not None:
        Delivery.objects.create(campaign=campaign, domain="example.org", fate=fate)
    words = {"message": b"To: nobody", "html": HTML, "text": "New pages.", "links": LINKS, "frozen_at": at} | more
    return Issue.objects.create(campaign=campaign, number=number, subject=subject, sha256=f"{campaign.pk:064}", **words)
