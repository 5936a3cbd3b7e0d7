"""An article: a page that people sign."""

from __future__ import annotations

from typing import Any

from django.db import models

from articles.models.page import Page
from articles.models.person import Person
from articles.models.working_copy import key_in
from articles.snapshot import Snapshot


class Article(Page):
    KIND = "article"

    authors = models.ManyToManyField(Person, blank=True, related_name="+")

    def shows(self, own: dict[str, Any]) -> tuple[str, ...]:
        return tuple(person.embed_name for person in self.authors.all())

    def hear(self, snapshot: Snapshot) -> None:
        self.authors.set(Person.objects.filter(key__in=map(key_in, snapshot.shows)))
