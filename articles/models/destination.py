"""Which addresses inside the site lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable

from articles.models.person import Person
from articles.models.publication import Publication
from articles.models.reference import Reference
from articles.models.topic import Topic

LISTS = {"", "a-z", "articles", "people", "questions", "references", "search", "strains", "strains/compare", "topics"}
LISTS |= {"newsletter", "newsletter/issues", "newsletter/yours"}
RECORDS = {"topics": (Topic, "slug"), "references": (Reference, "key"), "people": (Person, "key")}


def leading_nowhere(paths: Iterable[str]) -> frozenset[str]:
    """Those of `paths` that readers would not find; one that redirects to a live page is found."""
    wanted = set(paths) - LISTS
    live = Publication.objects.filter(path__in=wanted).values_list("path", flat=True)
    moved = Publication.objects.filter(page__addresses__path__in=wanted).values_list("page__addresses__path", flat=True)
    return frozenset(wanted - set(live) - set(moved) - _records(wanted))


def _records(paths: set[str]) -> set[str]:
    """Those that lead to a topic, a reference or a person."""
    found = set()
    for folder, (model, name) in RECORDS.items():
        keys = [path.removeprefix(f"{folder}/") for path in paths if path.startswith(f"{folder}/")]
        known = model._default_manager.filter(**{f"{name}__in": keys}) if keys else model._default_manager.none()
        found |= {f"{folder}/{key}" for key in known.values_list(name, flat=True)}
    return found
