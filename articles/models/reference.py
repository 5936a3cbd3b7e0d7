"""A source that pages cite."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Replace, Substr
from django.utils import timezone

from articles import days, identifiers
from articles.models.record import Record

IDENTIFIERS: dict[str, Callable[[str], str]] = {
    "doi": identifiers.doi,
    "pmid": identifiers.pmid,
    "pmcid": identifiers.pmcid,
    "isbn": identifiers.isbn,
}
SAID = (
    ("key", "type", "title", "container", "publisher", "place", "edition", "issued", "year", "volume", "issue", "pages")
    + tuple(IDENTIFIERS)
    + ("url", "design", "species", "funding", "free_url", "archived_url", "finding")
)


def checked_issued(text: str) -> None:
    """Year, month and day as the calendar has them, or the first of them only."""
    try:
        days.exact(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


class Reference(Record):
    """`key` is what editors type to cite it ("clauw2014"), so it is chosen once and stays. One that was merged into
    another stays too, as another name of that one: what it says is what the survivor says. `changed_at`: when it was
    saved last, or cited by a live page where none had cited it."""

    KIND = "reference"
    DERIVED = ("changed_at",)
    TYPES = [
        ("article", "Journal article"),
        ("preprint", "Preprint"),
        ("book", "Book"),
        ("chapter", "Chapter of a book"),
        ("report", "Report"),
        ("thesis", "Thesis"),
        ("conference", "Conference paper"),
        ("dataset", "Data set"),
        ("webpage", "Web page"),
    ]

    key = models.CharField(
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", "Use small letters, digits and hyphens only.")],
        help_text="What you type to cite it, for example clauw2014. It cannot be changed later.",
    )
    type = models.CharField(max_length=20, choices=TYPES, default="article")
    authors = models.TextField(
        blank=True,
        help_text="One a line, family name first: Clauw DJ. A group in braces: {US Food and Drug Administration}",
    )
    editors = models.TextField(blank=True, help_text="One a line, as authors.")
    title = models.CharField(max_length=500)
    container = models.CharField("journal, book or site", max_length=300, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    place = models.CharField("place of publication", max_length=120, blank=True)
    edition = models.CharField(max_length=60, blank=True)
    issued = models.CharField(
        "date", max_length=10, blank=True, validators=[checked_issued], help_text="2014, 2014-10 or 2014-10-08"
    )
    volume = models.CharField(max_length=20, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    pages = models.CharField(max_length=60, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True, null=True, unique=True)  # noqa: DJ001 - many have none
    pmid = models.CharField("PubMed number", max_length=12, blank=True, null=True, unique=True)  # noqa: DJ001 - likewise
    pmcid = models.CharField("PMCID", max_length=16, blank=True, null=True, unique=True)  # noqa: DJ001 - likewise
    isbn = models.CharField("ISBN", max_length=13, blank=True)
    url = models.URLField("address", max_length=500, blank=True)
    accessed = models.DateField(null=True, blank=True)
    design = models.CharField(
        "study design", max_length=60, blank=True, help_text="Trial, survey, review, guideline, official page …"
    )
    species = models.CharField(max_length=100, blank=True, help_text="Who or what was studied: humans, rats, cells …")
    n = models.PositiveIntegerField("number studied", null=True, blank=True)
    funding = models.CharField(max_length=500, blank=True, help_text="Who paid, as the source says it.")
    free_url = models.URLField("free to read at", max_length=500, blank=True)
    archived_url = models.URLField("archived copy at", max_length=500, blank=True)
    finding = models.CharField(max_length=300, blank=True, help_text="In one line: what it found or what it is.")
    private_note = models.TextField(blank=True, help_text="Readers never see this.")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="aliases"
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    by_author = models.GeneratedField(  # by which lists sort: so much of the authors as an index takes
        expression=Substr(Replace("authors", Value("{"), Value("")), 1, 80),
        output_field=models.CharField(max_length=80),
        db_persist=True,
    )

    class Meta:
        ordering = ["key"]
        constraints = [  # chapters of one book share its ISBN
            models.UniqueConstraint(fields=["isbn"], condition=Q(type="book") & ~Q(isbn=""), name="reference_book_once")
        ]
        indexes = [
            models.Index(fields=["by_author", "key"], name="reference_by_author"),
            models.Index(fields=["changed_at", "id"], name="reference_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def save(self, **kwargs: Any) -> None:
        self.changed_at = timezone.now()
        super().save(**kwargs)

    @classmethod
    def appear(cls, keys: Collection[str]) -> None:
        """Readers get these from now on, so for who follows the changes they are new. One after the other, so that two
        who publish never wait for each other crosswise."""
        held = cls.objects.filter(key__in=keys).order_by("pk").select_for_update(no_key=True)
        cls.objects.filter(pk__in=[row.pk for row in held.only("pk")]).update(changed_at=timezone.now())

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Identifiers are kept in their normal form; none of a unique kind is NULL, so that many may have none."""
        wrong = {}
        for name, normal in IDENTIFIERS.items():
            try:
                setattr(self, name, normal(getattr(self, name) or "") or ("" if name == "isbn" else None))
            except ValueError as error:
                wrong[name] = ValidationError(str(error))
        try:
            super().clean_fields(exclude=[*(exclude or ()), *wrong])
        except ValidationError as error:
            wrong = error.update_error_dict(wrong)
        if told := {name: error for name, error in wrong.items() if name not in (exclude or ())}:
            raise ValidationError(told)

    @property
    def embed_names(self) -> list[str]:
        """Its own, and those of the records that were merged into it."""
        aliases = self.aliases.order_by("key").values_list("key", flat=True) if self.pk else []
        return [self.embed_name, *(f"{self.KIND}:{key}" for key in aliases)]

    def says(self) -> dict[str, Any]:
        if self.merged_into:
            return self.merged_into.says()
        said: dict[str, Any] = {name: getattr(self, name) or "" for name in SAID}
        lists = {"authors": lines(self.authors), "editors": lines(self.editors)}
        accessed = self.accessed.isoformat() if self.accessed else ""
        return said | lists | {"accessed": accessed, "n": "" if self.n is None else str(self.n)}

    @property
    def year(self) -> str:
        return self.issued[:4]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
