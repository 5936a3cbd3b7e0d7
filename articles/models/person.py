"""Somebody who writes or reviews."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from articles.models.record import Record


class Person(Record):
    """`key` is the last part of the public address: /people/<key>/."""

    KIND = "person"

    key = models.SlugField("address", max_length=80, unique=True)
    name = models.CharField(max_length=120)
    cited_as = models.CharField(
        "name in citations",
        max_length=120,
        blank=True,
        help_text="Family name first, then initials, as in: Clauw DJ. Empty: the name as it stands above.",
    )
    role = models.CharField(max_length=120, blank=True, help_text="As in: Pharmacist. Shown beside what they wrote.")
    credentials = models.CharField(
        max_length=200, blank=True, help_text="As in: PharmD, PhD. Shown beside what they reviewed. Empty for a role."
    )
    biography = models.TextField(
        blank=True, help_text="Who this is, in a few sentences. An empty line begins a new one."
    )
    interests = models.TextField(
        "conflicts of interest", blank=True, help_text="In their own words. Leave it empty where there are none."
    )
    declared_on = models.DateField(
        "declared on",
        null=True,
        blank=True,
        help_text="When they said so. A day and no words: readers are told “None declared”. Neither: “Not stated yet”.",
    )
    picture = models.ForeignKey("Picture", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        help_text="What it signs is shown as reviewed by this person. Administrators link accounts.",
    )

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["name", "key"], name="person_by_name")]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    def says(self) -> dict[str, Any]:
        said = {"slug": self.key, "name": self.name, "role": self.role, "credentials": self.credentials}
        return said | ({"cited_as": self.cited_as} if self.cited_as else {})  # so that nothing else is frozen anew
