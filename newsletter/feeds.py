"""The letters that were sent as an Atom feed (RFC 4287): whoever reads it needs to give no address."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles.feeds import atom
from articles.feeds.entry import Author, Entry, Feed, urn
from articles.models.site import SiteSettings
from newsletter.archive import for_everybody
from newsletter.models.issue import Issue

NEWEST = 10
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # when an empty feed of unchanged settings was last changed


@require_safe
@for_everybody
def issues_feed(request: HttpRequest) -> HttpResponse:
    site = SiteSettings.current()
    issues = Issue.objects.archived().defer("message", "text", "links")[:NEWEST]
    feed = feed_of(site, tuple(entry_of(issue) for issue in issues))
    response = HttpResponse(atom.write(feed), content_type=f"{atom.TYPE}; charset=utf-8")
    response["Last-Modified"] = http_date(feed.updated.timestamp())
    return response


def feed_of(site: SiteSettings, entries: tuple[Entry, ...]) -> Feed:
    return Feed(
        id=absolute("newsletter:issues"),
        title=f"{site.letter_title} · {site.name}",
        subtitle=site.letter_text,
        page=absolute("newsletter:issues"),
        addresses={"atom": absolute("newsletter:issues_feed")},
        updated=max((entry.updated for entry in entries), default=site.changed_at or BEGINNING),
        author=Author(site.publisher or site.name, f"{settings.SITE_URL}/"),
        entries=entries,
    )


def entry_of(issue: Issue) -> Entry:
    """A letter never changes once it is sent, so that it was updated when it was published."""
    return Entry(
        id=urn(issue.sha256),
        title=issue.subject,
        url=absolute("newsletter:issue", issue.number),
        published=issue.sent_at,
        updated=issue.sent_at,
        summary=issue.preheader,
        html=issue.html,
    )


def absolute(name: str, *args: object) -> str:
    """From the setting: what a feed reader keeps must not lead where a Host header said."""
    return settings.SITE_URL + reverse(name, args=args)
