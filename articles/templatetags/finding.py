"""What an address that leads nowhere may have meant."""

from __future__ import annotations

from django import template

from articles.search.words import folded

register = template.Library()
FOLDERS = {"articles", "strains", "topics", "questions", "references", "people", "page", "html", "php", "index"}
MOST = 8


@register.filter
def guessed(path: str) -> str:
    """The words of a path, for the search box: "articles/kratom-and-sleep/" says "kratom and sleep"."""
    return " ".join([word for word in folded(path) if word not in FOLDERS][:MOST])
