"""What machines look for at fixed addresses: robots.txt, security.txt, llms.txt."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models.publication import Publication
from articles.models.site import SiteSettings
from articles.topics import used_topics

PLAIN = "text/plain; charset=utf-8"
NEWEST = 50


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = settings.SITE_URL + reverse("sitemap")
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type=PLAIN)


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Once its day has passed nobody vouches for the contact any more, so that it is not told."""
    until = settings.SECURITY_CONTACT_UNTIL
    if not settings.SECURITY_CONTACT or until is None or until <= timezone.localdate():
        raise Http404("No contact for reports of security is set.")
    expires = datetime.combine(until, time.min, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    canonical = settings.SITE_URL + reverse("security")
    fields = [("Contact", settings.SECURITY_CONTACT), ("Expires", expires), ("Preferred-Languages", "en")]
    words = "".join(f"{name}: {value}\n" for name, value in [*fields, ("Canonical", canonical)])
    return HttpResponse(words, content_type=PLAIN)


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What the site is and where its texts are, for programs that read (https://llmstxt.org)."""
    site, cards = SiteSettings.current(), Publication.objects.cards()
    newest = cards.filter(kind="article").newest()[:NEWEST]
    strains = cards.filter(kind="strain").newest()[:NEWEST]
    context = {"site": site, "newest": newest, "strains": strains, "topics": used_topics(), "origin": settings.SITE_URL}
    return render(request, "llms.txt", context, content_type="text/markdown; charset=utf-8")
