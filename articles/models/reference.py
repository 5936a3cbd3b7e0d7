"""A source that pages cite."""

from __future__ import annotations

import re
from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from articles.models.record import Record

DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
SAID = (
    "key",
    "type",
    "title",
    "container",
    "year",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "url",
    "design",
    "finding",
)


class Reference(Record):
    """`key` is what editors type to cite it ("clauw2014"), so it is chosen once and stays."""

    KIND = "reference"
    TYPES = [("article", "Journal article"), ("report", "Report"), ("book", "Book"), ("webpage", "Web page")]

    key = models.CharField(
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", "Use small letters, digits and hyphens only.")],
        help_text="What you type to cite it, for example clauw2014. It cannot be changed later.",
    )
    type = models.CharField(max_length=20, choices=TYPES, default="article")
    authors = models.TextField(blank=True, help_text="One a line, family name first: Clauw DJ")
    title = models.CharField(max_length=500)
    container = models.CharField("journal or publisher", max_length=300, blank=True)
    year = models.CharField(max_length=4, blank=True)
    volume = models.CharField(max_length=20, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    pages = models.CharField(max_length=40, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True, null=True, unique=True)  # noqa: DJ001 - many have none
    pmid = models.CharField("PubMed number", max_length=12, blank=True, null=True, unique=True)  # noqa: DJ001 - likewise
    url = models.URLField("address", max_length=500, blank=True)
    accessed = models.DateField(null=True, blank=True)
    design = models.CharField(max_length=60, blank=True, help_text="Trial, survey, review, guideline, official page …")
    finding = models.CharField(max_length=300, blank=True, help_text="In one line: what it found or what it is.")
    private_note = models.TextField(blank=True, help_text="Readers never see this.")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def clean(self) -> None:
        """No DOI and no PubMed number is NULL, so that many may have none; a DOI is kept without its web address."""
        super().clean()
        self.doi = DOI_PREFIX.sub("", (self.doi or "").strip()).lower() or None
        self.pmid = (self.pmid or "").strip() or None

    def says(self) -> dict[str, Any]:
        said = {name: getattr(self, name) or "" for name in SAID}
        return said | {"authors": self.author_names, "accessed": self.accessed.isoformat() if self.accessed else ""}

    @property
    def author_names(self) -> list[str]:
        return [line.strip() for line in self.authors.splitlines() if line.strip()]
