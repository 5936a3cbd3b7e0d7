"""What can be found: one entry for each live page, each of its questions, and each source that a live page cites."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

KINDS = {"article": "Article", "strain": "Strain", "question": "Question", "reference": "Source", "standing": "Page"}
PLACES = {kind: place for place, kind in enumerate(KINDS)}  # of two that are as good, the kind that comes first here


class Entry(models.Model):
    """`key` is the anchor of a question or the key of a source. Its words stand where the database looks them up, see
    `articles.search`; `digest` says whether they changed, `length` how
    many words of its title carry meaning, two more where it is no article and no strain."""

    publication = models.ForeignKey("Publication", null=True, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80, blank=True)
    length = models.PositiveSmallIntegerField()
    topics = models.CharField(max_length=1000, blank=True)  # slugs, as in |pain|sleep|
    address = models.CharField(max_length=220)  # as in articles/sleep/#q-dose
    title = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["publication", "kind", "key"], name="entry_once_a_page"),
            models.UniqueConstraint(fields=["key"], condition=Q(publication=None), name="entry_once_a_source"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        self.place = PLACES[self.kind]
        super().save(**kwargs)


class Word(models.Model):
    """A word of what is, or was, to be found, as it is written: for the end of what somebody types, and for likely
    mistypings. Learnt after the commit, so that two who publish never wait for each other; `reindex` begins anew."""

    word = models.CharField(max_length=40, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.word
