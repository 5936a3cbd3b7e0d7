"""RSS 2.0, with the author by Dublin Core: RSS itself asks for a mailbox."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from articles.feeds.entry import Entry, Feed, line, printable

TYPE = "application/rss+xml"
SPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
}


def write(feed: Feed) -> bytes:
    root = Element("rss", {"version": "2.0", **SPACES})
    channel = SubElement(root, "channel")
    _say(channel, "title", line(feed.title))
    _say(channel, "link", feed.page)
    _say(channel, "description", line(feed.subtitle or feed.title))
    _say(channel, "language", "en-gb")
    if feed.rights:
        _say(channel, "copyright", line(feed.rights))
    _say(channel, "lastBuildDate", moment(feed.updated))
    SubElement(channel, "atom:link", {"rel": "self", "type": TYPE, "href": feed.addresses["rss"]})
    if feed.hub:
        SubElement(channel, "atom:link", {"rel": "hub", "href": feed.hub})
    for entry in feed.entries:
        _tell(SubElement(channel, "item"), entry)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _tell(item: Element, entry: Entry) -> None:
    _say(item, "title", line(entry.title))
    _say(item, "link", entry.url)
    _say(item, "guid", entry.id, isPermaLink="false")
    _say(item, "pubDate", moment(entry.published))
    for author in entry.authors:
        _say(item, "dc:creator", line(author.name))
    for topic in entry.topics:
        _say(item, "category", line(topic))
    if entry.summary:
        _say(item, "description", line(entry.summary).replace("&", "&amp;").replace("<", "&lt;"))  # it is HTML there
    if entry.html:
        _say(item, "content:encoded", printable(entry.html))


def _say(element: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(element, name, attributes).text = text


def moment(at: datetime) -> str:
    """RFC 822 with a year of four digits."""
    return format_datetime(at.astimezone(UTC), usegmt=True)
