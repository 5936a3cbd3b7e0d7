"""Titles and descriptions of lists: whole words, a length that search engines show, and the page's own number."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()
TITLE, DESCRIPTION = 65, 165  # characters that are shown whole
BETWEEN, ROOM = " · ", 12
SHORTEST, LONGEST = 50, 150  # of a description; what is left to 165 is for the number of the page


@register.filter
def fitting(text: str, length: int) -> str:
    """Cut at a word, with an ellipsis, to `length` characters at most."""
    if len(text) <= length:
        return text
    words = text[:length].rsplit(" ", 1)[0]
    return words[: length - 1].rstrip(" ,;:.–-") + "…"


@register.filter
def of_page(title: str, number: int) -> str:
    """The same, told apart from the other pages of its list; the first needs no number."""
    return title if number == 1 else f"{title}, page {number}"


@register.filter
def then_page(description: str, number: int) -> str:
    return description if number == 1 else f"{description} Page {number}."


@register.filter
def described(text: str, otherwise: str) -> str:
    """What somebody wrote, where it is long enough to stand alone as a description, else `otherwise`; cut to fit."""
    words = " ".join(text.split())
    return fitting(words if len(words) >= SHORTEST else otherwise, LONGEST)


@register.filter
def on_site(title: str, site: str) -> str:
    """The title of a page as it stands in a tab: cut to what is shown whole, with the name of the site where there is
    room for it."""
    words = fitting(title, TITLE)
    room = TITLE - len(words) - len(BETWEEN)
    return f"{words}{BETWEEN}{fitting(site, room)}" if room >= len(site) or room >= ROOM else words


@register.filter
def summed(description: str, page: Any) -> str:
    """What a page is described by: what its editor wrote, in a length that is shown whole; where that says too little,
    its title comes first."""
    words = " ".join(description.split())
    if len(words) < SHORTEST:
        words = f"{page.title}: {words or 'what is reported'}. Told with its sources and the basis of what it says."
    return fitting(words, DESCRIPTION)
