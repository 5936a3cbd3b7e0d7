"""The text of a page, section by section, taken apart from what readers get: the API says nothing that they do not."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

INTRODUCTION = ""  # the anchor of what stands before the first heading


def sections_of(drawn: str) -> list[dict[str, str]]:
    """{"anchor", "heading", "html", "text"} of each; the heading stands beside its text, not in it. Questions,
    references and the disclaimer are left out: they are told beside the sections."""
    found: list[tuple[str, str, list[HtmlElement]]] = [(INTRODUCTION, "", [])]
    for element in _elements(drawn):
        if _is_told_elsewhere(element):
            found[-1] = ("", "", []) if not found[-1][2] else found[-1]
            continue
        heading = element if element.tag == "h2" else next(iter(element.xpath(".//h2[@id][1]")), None)
        if heading is not None:
            found.append((heading.get("id", ""), words_of(heading), []))
        if element is not heading:
            if heading is not None:
                heading.drop_tree()
            found[-1][2].append(element)
    return [
        {"anchor": anchor, "heading": heading, "html": _written(parts), "text": " ".join(map(words_of, parts)).strip()}
        for anchor, heading, parts in found
        if parts or anchor
    ]


def cited_in(drawn: str) -> list[str]:
    """The keys of the references on a page, in the order of their numbers."""
    path = '//ol[@class="refs"]/li//a[starts-with(@href, "/references/")]/@href'
    return list(dict.fromkeys(href.strip("/").split("/")[-1] for href in _parsed(drawn).xpath(path)))


def words_of(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _is_told_elsewhere(element: HtmlElement) -> bool:
    """Its heading, which came before it, goes too."""
    is_list = element.get("class") in ("faq", "disclaimer") or element.get("role") == "doc-bibliography"
    return is_list or element.get("id", "").startswith("card-")


def _elements(drawn: str) -> Iterator[HtmlElement]:
    for element in _parsed(drawn):
        if isinstance(element.tag, str):  # no comment
            yield element


def _parsed(drawn: str) -> HtmlElement:
    return html.fragment_fromstring(drawn or "<p></p>", create_parent="div")


def _written(parts: list[HtmlElement]) -> str:
    return "".join(html.tostring(part, encoding="unicode").strip() + "\n" for part in parts).strip()


def plain(drawn: str) -> str:
    return words_of(_parsed(drawn))
