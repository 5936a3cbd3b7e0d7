"""Atom (RFC 4287)."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from articles.feeds.entry import Author, Entry, Feed, line, printable

TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"


def write(feed: Feed) -> bytes:
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en-GB"})
    _say(root, "id", feed.id)
    _say(root, "title", line(feed.title))
    if feed.subtitle:
        _say(root, "subtitle", line(feed.subtitle))
    _say(root, "updated", moment(feed.updated))
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    SubElement(root, "link", {"rel": "self", "type": TYPE, "href": feed.addresses["atom"]})
    if feed.hub:
        SubElement(root, "link", {"rel": "hub", "href": feed.hub})
    _name(root, feed.author)
    for name, text in (("icon", feed.icon), ("rights", line(feed.rights))):
        if text:
            _say(root, name, text)
    for entry in feed.entries:
        _tell(SubElement(root, "entry"), entry)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _tell(element: Element, entry: Entry) -> None:
    _say(element, "id", entry.id)
    _say(element, "title", line(entry.title))
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    _say(element, "published", moment(entry.published))
    _say(element, "updated", moment(entry.updated))
    for author in entry.authors:
        _name(element, author)
    for topic in entry.topics:
        SubElement(element, "category", {"term": line(topic)})
    if entry.summary:
        _say(element, "summary", line(entry.summary))
    if entry.html:
        _say(element, "content", printable(entry.html)).set("type", "html")


def _name(element: Element, author: Author) -> None:
    person = SubElement(element, "author")
    _say(person, "name", line(author.name))
    if author.url:
        _say(person, "uri", author.url)


def _say(element: Element, name: str, text: str) -> Element:
    said = SubElement(element, name)
    said.text = text
    return said


def moment(at: datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
