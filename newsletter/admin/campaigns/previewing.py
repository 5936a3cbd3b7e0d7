"""A letter as its readers get it: on a screen or a telephone, by day or night, without pictures, and as text."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from newsletter.admin.campaigns.base import CampaignBase
from newsletter.composing import Letter, compose
from newsletter.models.campaign import Campaign
from newsletter.models.issue import Issue

BY_NIGHT = "(prefers-color-scheme: dark)"
BOTH = 'content="light dark"'
CHOICES = {
    "width": {"desktop": "Desktop", "phone": "Telephone"},
    "scheme": {"light": "Light", "dark": "Dark"},
    "pictures": {"on": "With pictures", "off": "Without pictures"},
}
KIBIBYTE = 1024


class Previewing(CampaignBase):
    def get_urls(self) -> list[URLPattern]:
        frame = self.screen("framed", self.framed, "preview/letter")
        return [frame, self.screen("preview", self.preview), *super().get_urls()]

    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        campaign = self.campaign_for(request, object_id, may="view")
        message, sizes = self.parts(campaign)
        chosen = chosen_in(request)
        told = {
            "chosen": chosen,
            "ways": ways(chosen),
            "frame": f"{self.address('framed', campaign)}?{urlencode(chosen)}",
            "headers": [(name, str(value)) for name, value in message.items()],
            "text": text_of(message, "plain"),
            "sizes": sizes,
        }
        return self.drawn(request, "preview", self.about(request, campaign, "Preview", **told))

    def framed(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The HTML by itself, for the frame: nothing in it runs, and nothing is fetched but its pictures."""
        campaign = self.campaign_for(request, object_id, may="view")
        message, _ = self.parts(campaign)
        chosen = chosen_in(request)
        html = text_of(message, "html").replace(BY_NIGHT, "all" if chosen["scheme"] == "dark" else "not all")
        response = HttpResponse(html.replace(BOTH, f'content="{chosen["scheme"]}"'))
        pictures = [SELF, settings.SITE_URL] if chosen["pictures"] == "on" else [NONE]
        response._csp_config = {
            "default-src": [NONE],
            "img-src": pictures,
            "style-src": [UNSAFE_INLINE],
            "frame-ancestors": [SELF],
            "sandbox": True,
        }
        return response

    def parts(self, campaign: Campaign) -> tuple[Any, list[tuple[str, str]]]:
        """The message that a reader gets: what was frozen, or what would be; and how large its parts are."""
        whole = sample_of(campaign)
        message = message_from_bytes(whole, policy=policy.SMTP)
        sizes = [("The whole message", whole), ("HTML", text_of(message, "html").encode())]
        sizes.append(("Text", text_of(message, "plain").encode()))
        return message, [(name, f"{len(part) / KIBIBYTE:.1f} kB") for name, part in sizes]


def sample_of(campaign: Campaign) -> bytes:
    issue = Issue.objects.filter(campaign=campaign).only("message", "subject").first()
    if issue is None:
        return compose(campaign, is_counted=False).sample()
    frozen = {"preheader": "", "html": "", "text": "", "links": [], "parts": []}
    return Letter(subject=issue.subject, message=bytes(issue.message), **frozen).sample()


def text_of(message: Any, kind: str) -> str:
    part = message.get_body((kind,))
    return part.get_content() if part else ""


def chosen_in(request: HttpRequest) -> dict[str, str]:
    """What is unknown is as it is for most."""
    asked = {name: request.GET.get(name, "") for name in CHOICES}
    return {name: word if word in CHOICES[name] else next(iter(CHOICES[name])) for name, word in asked.items()}


def ways(chosen: dict[str, str]) -> list[list[tuple[str, str, bool]]]:
    """For each choice its words, the address that chooses it, and whether it is chosen."""
    return [
        [(words, f"?{urlencode(chosen | {name: word})}", chosen[name] == word) for word, words in words_of.items()]
        for name, words_of in CHOICES.items()
    ]
