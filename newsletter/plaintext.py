"""Rich text as plain text that loses nothing: lists, quotes and headings as people write them, links with addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import TextWrapper

from lxml.html import HtmlElement

from articles.markup import parse

WIDTH = 74  # characters, so that a quoted letter still fits into 80
LISTS = {"ul", "ol"}
BLOCKS = {*LISTS, "p", "h2", "h3", "h4", "blockquote", "table"}
SPACE = re.compile(r"[ \t\r\n\f]+")  # what HTML means by it: spaces that hold two words together stay


def lines_of(html: str, *, width: int = WIDTH) -> str:
    """`html`, already clean. A word that is longer than a line, such as an address, stays whole."""
    return "\n\n".join(_blocks(parse(html), width))


def _blocks(node: HtmlElement, width: int) -> Iterator[str]:
    """What stands in `node`, one block each; loose words between blocks are a paragraph too."""
    loose = node.text or ""
    for child in node:
        if child.tag in BLOCKS:
            yield from _wrapped(loose, width)
            yield from _block(child, width)
            loose = ""
        else:
            loose += _inline(child)
        loose += child.tail or ""
    yield from _wrapped(loose, width)


def _block(node: HtmlElement, width: int) -> Iterator[str]:
    if node.tag in LISTS:
        yield _list(node, width)
    elif node.tag == "blockquote":
        yield _beside("> ", "> ", "\n\n".join(_blocks(node, width - 2)))
    elif node.tag == "table":
        rows = (" | ".join(_line(_words(cell)) for cell in row.iter("th", "td")) for row in node.iter("tr"))
        yield "\n".join(rows)
    else:
        for said in _wrapped(_words(node), width):
            yield said + "\n" + "-" * min(width, max(map(len, said.split("\n")))) if node.tag == "h2" else said


def _list(node: HtmlElement, width: int) -> str:
    first = node.get("start") or "1"
    number = int(first) if first.isdecimal() else 1
    items = []
    for place, item in enumerate(node.findall("li")):
        mark = "- " if node.tag == "ul" else f"{number + place}. "
        items.append(_beside(mark, " " * len(mark), "\n".join(_blocks(item, width - len(mark)))))
    return "\n".join(items)


def _words(node: HtmlElement) -> str:
    """With the addresses of links behind their words; a break is a line's end."""
    return (node.text or "") + "".join(_inline(child) + (child.tail or "") for child in node)


def _inline(node: HtmlElement) -> str:
    if node.tag == "br":
        return "\v"
    words, href = _words(node), node.get("href") or ""
    if node.tag != "a" or not href or _line(words) in {href, href.removeprefix("mailto:").removeprefix("tel:")}:
        return words
    return f"{words.rstrip()} <{href}>"


def _line(words: str) -> str:
    return SPACE.sub(" ", words.replace("\v", " ")).strip(" ")


def _wrapped(words: str, width: int) -> Iterator[str]:
    """A paragraph, or nothing where there are no words."""
    wrapper = TextWrapper(max(width, 20), break_long_words=False, break_on_hyphens=False)
    lines = [line for part in words.split("\v") for line in wrapper.wrap(_line(part))]
    if lines:
        yield "\n".join(lines)


def _beside(first: str, others: str, text: str) -> str:
    marks = [first] + [others] * text.count("\n")
    return "\n".join((mark + line).rstrip(" ") for mark, line in zip(marks, text.split("\n"), strict=True))
