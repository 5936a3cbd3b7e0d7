"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from articles.feeds.atom import moment
from articles.feeds.entry import Author, Entry, Feed, line, printable

TYPE = "application/feed+json"


def write(feed: Feed) -> bytes:
    said: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": line(feed.title),
        "home_page_url": feed.page,
        "feed_url": feed.addresses["json"],
        "description": line(feed.subtitle),
        "icon": feed.icon,
        "authors": [_name(feed.author)],
        "language": "en-GB",
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
    }
    told = {name: value for name, value in said.items() if value} | {"items": [_tell(entry) for entry in feed.entries]}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _tell(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": line(entry.title),
        "summary": line(entry.summary),
        "image": entry.picture,
        "date_published": moment(entry.published),
        "date_modified": moment(entry.updated),
        "authors": [_name(author) for author in entry.authors],
        "tags": [line(topic) for topic in entry.topics],
    }
    content = {"content_html": printable(entry.html)} if entry.html else {"content_text": line(entry.summary)}
    return {name: value for name, value in said.items() if value} | content


def _name(author: Author) -> dict[str, str]:
    return {"name": line(author.name), **({"url": author.url} if author.url else {})}
