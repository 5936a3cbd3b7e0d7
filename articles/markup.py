"""Editors' HTML: made safe when it is frozen, made readable when it is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import nh3
from django.utils.text import slugify
from lxml import html as lxml_html
from lxml.html import HtmlElement

from articles.labels import LABELS, label, ladder
from articles.nodes import inner, outer, parse, plain_of
from articles.tables import frame

HEADINGS = ("h2", "h3", "h4")
SAFE = nh3.Cleaner(
    tags={*HEADINGS, "p", "ul", "ol", "li", "blockquote", "a", "strong", "em", "sub", "sup", "br", "cite", "span"}
    | {"table", "thead", "tbody", "tr", "th", "td", "caption"},
    attributes={
        "a": {"href"},
        "cite": {"data-key"},
        "ol": {"start"},
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    tag_attribute_values={"span": LABELS},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
CITATION = re.compile(r'(<cite data-key="([^"]*)">)[^<]*')
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LOCANT = re.compile(r"(\b\d+(?:,\d+)*-[a-z]{4}\w*)")  # 7-hydroxymitragynine: the place of a group, and its name
INTERNAL = re.compile(r'<a href="/([^"#?]*)')


def unprintable(text: str) -> str:
    """Without control characters, NUL among them, which PostgreSQL refuses."""
    return INVISIBLE.sub("", text)


def clean(text: str) -> str:
    """The allowed elements and attributes of `text` and nothing else; a citation keeps its keys only."""
    return CITATION.sub(r"\1", SAFE.clean(unprintable(text))).strip()


def cited(*texts: str) -> list[str]:
    """Keys of the references cited, each once, in the order of first mention."""
    return list(dict.fromkeys(key for text in texts for _, keys in CITATION.findall(text) for key in keys.split()))


def internal_links(*texts: str) -> set[str]:
    """Paths inside the site that `texts` link to, without slashes at the ends."""
    return {path.strip("/") for text in texts for path in INTERNAL.findall(text) if not path.startswith("/")}


def plain(text: str) -> str:
    """Only the words, for search and for counting."""
    return " ".join(" ".join(parse(text).itertext()).split())


def headings(text: str) -> list[tuple[int, str]]:
    """Level and words of each heading."""
    return [(int(node.tag[1]), plain_of(node)) for node in parse(text).iter(*HEADINGS)]


@dataclass
class Anchors:
    """Hands out ids that occur once on a page."""

    taken: set[str] = field(default_factory=lambda: {"main", "references"})

    def take(self, words: str) -> str:
        base = slugify(words)[:60].strip("-") or "section"
        wanted, count = base, 1
        while wanted in self.taken:
            count += 1
            wanted = f"{base}-{count}"
        self.taken.add(wanted)
        return wanted


@dataclass(frozen=True)
class Drawn:
    """`html` is ready for the page; `sections` are its second-level headings as (id, words)."""

    html: str
    sections: list[tuple[str, str]]


def draw(text: str, *, anchors: Anchors, cite: Callable[[list[str]], str]) -> Drawn:
    """`text`, already clean, with ids on headings, citations drawn by `cite`, labels in words and readable tables."""
    root = parse(text)
    sections = []
    for heading in root.iter(*HEADINGS):
        heading.set("id", anchors.take(plain_of(heading)))
        if heading.tag == "h2":
            sections.append((heading.get("id"), plain_of(heading)))
    _cite(root, cite)
    for span in list(root.iter("span")):
        label(span)
    for items in root.iter("ul"):
        ladder(items)
    for table in list(root.iter("table")):
        frame(table)
    for node in list(root.iter()):
        _keep_whole(node)
    return Drawn(inner(root), sections)


def steps(html: str) -> tuple[str, list[dict[str, str]]]:
    """What stands before the first third-level heading, then {"heading", "html"} for each of them."""
    root = parse(html)
    introduction, found = "", []
    for node in root:
        if node.tag == "h3":
            found.append({"heading": inner(node), "html": ""})
        elif found:
            found[-1]["html"] += outer(node)
        else:
            introduction += outer(node)
    return introduction, found


def elsewhere(html: str, path: str) -> str:
    """A drawn text for another page: its own anchors lead to /`path`/, and no id or popover stands twice."""
    root = parse(html)
    for node in root.iter():
        node.attrib.pop("id", None)
        node.attrib.pop("interestfor", None)
        if (node.get("href") or "").startswith("#"):
            node.set("href", f"/{path}/{node.get('href')}")
    return inner(root)


def _cite(root: HtmlElement, cite: Callable[[list[str]], str]) -> None:
    for node in list(root.iter("cite")):
        _gather(node)
    for node in list(root.iter("cite")):
        _replace(node, cite((node.get("data-key") or "").split()))


def _gather(node: HtmlElement) -> None:
    """Citations that stand directly behind another become one with it, so that their numbers are drawn together."""
    before = node.getprevious()
    if before is not None and before.tag == "cite" and not (before.tail or "").strip():
        node.set("data-key", f"{before.get('data-key', '')} {node.get('data-key', '')}")
        before.tail = ""
        before.drop_tree()


def _replace(node: HtmlElement, drawn: str) -> None:
    """Put `drawn` where `node` stands; what follows the node stays."""
    parent, tail = node.getparent(), node.tail or ""
    place = parent.index(node)
    parent.remove(node)
    parts = list(parse(drawn)) or [lxml_html.Element("span")]
    parts[-1].tail = (parts[-1].tail or "") + tail
    for offset, part in enumerate(parts):
        parent.insert(place + offset, part)


def _keep_whole(node: HtmlElement) -> None:
    """No line ends within the name of a substance, in the text of `node` and in what follows it."""
    before, *parts = LOCANT.split(node.text or "")
    node.text = before
    for place, part in enumerate(_unbroken(parts)):
        node.insert(place, part)
    before, *parts = LOCANT.split(node.tail or "")
    for part in reversed(_unbroken(parts)):
        node.addnext(part)
    node.tail = before


def _unbroken(parts: list[str]) -> list[HtmlElement]:
    """Of names and what follows each of them."""
    spans = []
    for name, rest in zip(parts[::2], parts[1::2], strict=True):
        spans.append(lxml_html.Element("span", {"class": "unbroken"}))
        spans[-1].text, spans[-1].tail = name, rest
    return spans
