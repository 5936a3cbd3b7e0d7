"""What differs from recipient to recipient: their address, their links, the number of the message."""

from __future__ import annotations

from email.utils import format_datetime

from django.conf import settings
from django.utils import timezone

from articles.models.site import SiteSettings
from newsletter.composing import sender_of
from newsletter.handover import Claimed
from newsletter.models.campaign import Campaign
from newsletter.models.issue import Issue
from newsletter.stencil import Stencil
from newsletter.tokens import delivery_token, leave_token, preferences_token


class Personal:
    """One campaign's letter, ready to be filled. Where bounces have an address of their own, it is the sender in the
    envelope and bears the delivery's token: one that comes back without our headers is still known (VERP)."""

    def __init__(self, issue: Issue, *, sender: str) -> None:
        self._sender = sender
        self._local, _, self._domain = settings.NEWSLETTER_BOUNCE_ADDRESS.rpartition("@")
        self._stencil = Stencil(bytes(issue.message))
        self._root = f"{settings.SITE_URL.rstrip('/')}/newsletter"

    @classmethod
    def of(cls, campaign: Campaign) -> Personal:
        _, address = sender_of(campaign, SiteSettings.current())
        return cls(Issue.objects.get(campaign=campaign), sender=address)

    def sender_for(self, claimed: Claimed) -> str:
        """The address in the envelope (RFC 5321 §3.3), the same at every try."""
        if not self._local:
            return self._sender
        return f"{self._local}+{delivery_token(claimed.pk)}@{self._domain}"

    def letter_for(self, claimed: Claimed) -> bytes:
        """The whole message, with CRLF, as it goes over the wire."""
        words = {
            "address": claimed.address,
            "id": delivery_token(claimed.pk),
            "date": format_datetime(timezone.now()),
            "leave": f"{self._root}/leave/{leave_token(claimed.handle)}",
            "preferences": f"{self._root}/preferences/{preferences_token(claimed.handle, claimed.address)}/",
        }
        return self._stencil.filled(words)
