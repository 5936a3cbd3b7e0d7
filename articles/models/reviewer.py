"""What pages tell of their reviewer, when that person is called otherwise or has other credentials."""

from __future__ import annotations

import json

from django.utils import timezone

from articles.jsonld import dated
from articles.models.page import Page
from articles.models.person import Person
from articles.models.publication import Publication


def say_reviewer(person: Person) -> None:
    """Live pages that bear this person's review tell their present name and credentials; the review stays as it is."""
    says = person.says()
    now = {name: says[name] for name in ("name", "credentials")}
    changed = []
    bearing = Publication.objects.filter(reviewed__slug=person.key)
    Page.objects.filter(pk__in=bearing.values("page_id")).locked()
    for publication in bearing.defer("html", "contents", "text"):
        if publication.reviewed | now != publication.reviewed:
            publication.reviewed |= now
            publication.jsonld = dated(json.loads(publication.jsonld), **publication.told)
            publication.updated_at = timezone.now()
            changed.append(publication)
    Publication.objects.bulk_update(changed, ["reviewed", "jsonld", "updated_at"], batch_size=100)
