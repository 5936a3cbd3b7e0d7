"""The letters that were sent as an Atom feed (RFC 4287): whoever reads it needs to give no address."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.markup import unprintable
from articles.models.site import SiteSettings
from newsletter.models.issue import Issue

NEWEST = 10
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # when an empty feed of unchanged settings was last changed


class LetterFeed(Atom1Feed):
    """With the whole letter in `content`, and a moment of its own while it is empty."""

    def latest_post_date(self) -> datetime:
        moments = [item["updateddate"] for item in self.items]
        return max(moments, default=self.feed["changed_at"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@require_safe
def issues_feed(request: HttpRequest) -> HttpResponse:
    site = SiteSettings.current()
    feed = feed_of(site)
    for issue in Issue.objects.archived().defer("message", "text", "links")[:NEWEST]:
        add(feed, issue)
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    response["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    feed.write(response, "utf-8")
    return response


def feed_of(site: SiteSettings) -> LetterFeed:
    return LetterFeed(
        title=unprintable(f"{site.letter_title} · {site.name}"),
        link=absolute("newsletter:issues"),
        description="",
        subtitle=unprintable(site.letter_text) or None,
        language="en-GB",
        author_name=unprintable(site.publisher or site.name),
        author_link=f"{settings.SITE_URL}/",
        feed_url=absolute("newsletter:issues_feed"),
        changed_at=site.changed_at or BEGINNING,
    )


def add(feed: LetterFeed, issue: Issue) -> None:
    """A letter never changes once it is sent, so that it was updated when it was published."""
    feed.add_item(
        title=unprintable(issue.subject),
        link=absolute("newsletter:issue", issue.number),
        description=escape(unprintable(issue.preheader)) or None,  # it is HTML there
        unique_id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, issue.sha256)}",  # wherever the site stands
        pubdate=issue.sent_at,
        updateddate=issue.sent_at,
        content=unprintable(issue.html),
    )


def absolute(name: str, *args: object) -> str:
    """From the setting: what a feed reader keeps must not lead where a Host header said."""
    return settings.SITE_URL + reverse(name, args=args)
