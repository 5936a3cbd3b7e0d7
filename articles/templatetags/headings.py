"""Titles and descriptions of lists: whole words, a length that search engines show, and the page's own number."""

from __future__ import annotations

from django import template

register = template.Library()
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
