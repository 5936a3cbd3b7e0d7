"""HTML as a tree and back."""

from __future__ import annotations

from lxml import html as lxml_html
from lxml.html import HtmlElement


def parse(text: str) -> HtmlElement:
    return lxml_html.fragment_fromstring(text or "", create_parent="div")


def inner(node: HtmlElement) -> str:
    """The HTML within `node`."""
    whole = outer(node)
    return whole[whole.index(">") + 1 : whole.rindex("<")]


def outer(node: HtmlElement) -> str:
    return str(lxml_html.tostring(node, encoding="unicode", with_tail=False))


def plain_of(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())
