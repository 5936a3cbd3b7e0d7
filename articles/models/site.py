"""What the whole site says of itself, in one record."""

from __future__ import annotations

from time import time
from typing import Any, ClassVar

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from articles.models.statement import Statement
from articles.snapshot import DISCLAIMER

FIRST_DISCLAIMER = (
    "This page gives general information. It is not medical advice. "
    "Talk to a doctor or pharmacist about your situation."
)
FIRST_EMERGENCY = "In an emergency call your local emergency number."
FIRST_CONSENT = "Yes, send me the newsletter at this address. I can leave at any time with the link in every letter."


def first_menu() -> list[dict[str, str]]:
    """Where the menu leads until somebody changes it."""
    places = ["Articles", "Strains", "Topics", "Questions"]
    return [{"label": place, "url": f"/{place.lower()}/"} for place in places]


class SiteVersion(models.Model):
    """Grows with every change of a public page, in its transaction: nothing kept under an old one is shown."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def advance(cls) -> None:
        """To a number that was never used, also where a backup took the site back: in a proxy the pages that came after
        it may still stand under theirs. Numbers are seconds since 1970, or one more where that is not enough."""
        number = Greatest(F("number") + 1, int(time()), output_field=models.PositiveBigIntegerField())
        if not cls.objects.filter(pk=1).update(number=number):
            cls.objects.get_or_create(pk=1)  # another one may have come first
            cls.objects.filter(pk=1).update(number=number)


def current_version() -> int:
    """Which edition readers see now, asked of the database that draws their pages; 0 until anything was published."""
    return SiteVersion.objects.using(DEFAULT_DB_ALIAS).filter(pk=1).values_list("number", flat=True).first() or 0


class Wording(models.Model):
    """Every disclaimer and every wording of consent there ever was: what somebody agreed to can be shown."""

    PURPOSES = [("disclaimer", "Disclaimer"), ("consent", "Consent to the newsletter")]

    purpose = models.CharField(max_length=20, choices=PURPOSES)
    version = models.PositiveIntegerField()
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("view",)
        ordering = ["purpose", "-version"]
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="wording_version_once")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"


class SiteSettings(models.Model):
    """One row, made by a migration so that consent has its words from the first day. Its disclaimer and its wording of
    consent get a new version with each change."""

    DERIVED: ClassVar[tuple[str, ...]] = ("changed_at", "disclaimer_version", "consent_version")
    embed_name = DISCLAIMER
    embed_names = [DISCLAIMER]

    name = models.CharField(max_length=60, default="kratominfo")
    publisher = models.CharField(max_length=120, blank=True, default="kratominfo")
    licence = models.CharField(
        "licence of the texts",
        max_length=120,
        blank=True,
        default="All rights reserved",
        help_text="Stands in what readers download, for example: CC BY 4.0.",
    )
    licence_url = models.URLField("address of the licence", max_length=300, blank=True)
    description = models.CharField(
        max_length=165, blank=True, default="What is known about kratom, how well it is known, and where it comes from."
    )
    disclaimer = models.TextField(default=FIRST_DISCLAIMER)
    disclaimer_version = models.PositiveIntegerField(default=0, editable=False)
    emergency = models.CharField("emergency wording", max_length=300, default=FIRST_EMERGENCY)
    unreviewed = models.CharField("said of a page nobody reviewed", max_length=120, default="Not medically reviewed")
    review_months = models.PositiveSmallIntegerField("months until the next review", default=12)
    letter_title = models.CharField("newsletter title", max_length=120, default="The newsletter")
    letter_text = models.CharField(
        "newsletter text", max_length=300, blank=True, default="New pages, changed pages, and what the changes were."
    )
    consent = models.TextField("wording of consent", default=FIRST_CONSENT)
    consent_version = models.PositiveIntegerField(default=0, editable=False)
    sender_name = models.CharField(max_length=120, default="kratominfo")
    sender_email = models.EmailField(default="newsletter@localhost.localdomain")
    postal_address = models.TextField(blank=True, help_text="Stands in every letter, because the law asks for it.")
    menu = models.JSONField(default=first_menu, blank=True)
    footer = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField(null=True, editable=False)  # nothing: still as a migration wrote it
    pinned = models.ManyToManyField("Page", blank=True, related_name="+", verbose_name="pinned articles")

    class Meta:
        default_permissions = ("change", "view")
        verbose_name = "site settings"
        verbose_name_plural = "site settings"

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """The one row, whatever key it was given; changed words get their version in the same transaction."""
        self.pk = 1
        self.changed_at = timezone.now()
        with transaction.atomic():
            for purpose in ("disclaimer", "consent"):
                setattr(self, f"{purpose}_version", self._version_of(purpose))
            super().save(**{**kwargs, "force_insert": False})
            SiteVersion.advance()

    def says(self) -> dict[str, Any]:
        """What snapshots embed of it: the disclaimer."""
        return {"text": self.disclaimer, "version": self.disclaimer_version}

    @classmethod
    def current(cls) -> SiteSettings:
        """The row, or what it says where there is none."""
        return next(iter(CURRENT()), None) or cls()

    def _version_of(self, purpose: str) -> int:
        newest = Wording.objects.filter(purpose=purpose).order_by("-version").first()
        text = getattr(self, purpose)
        if newest and newest.text == text:
            return newest.version
        return Wording.objects.create(purpose=purpose, version=newest.version + 1 if newest else 1, text=text).version


CURRENT = Statement(lambda: SiteSettings.objects.filter(pk=1))
