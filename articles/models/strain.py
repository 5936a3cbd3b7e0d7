"""A strain profile: what is reported of a vein type or of a named strain, and on which basis."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Value, When

from articles.labels import COLOURS
from articles.markup import clean, unprintable
from articles.models.fact import StrainFact
from articles.models.page import Page, PageQuerySet
from articles.models.prose import PROSE, prose
from articles.models.publication import Publication
from articles.models.renewal import Renewal
from articles.models.revision import Revision
from articles.models.working_copy import key_in
from articles.snapshot import Snapshot, shown_by

OWN = ("type", "colour", "other_names", "origin", "processing")
TYPES = [("vein", "Vein type"), ("named", "Named strain")]


class StrainQuerySet(PageQuerySet):
    def in_order(self) -> StrainQuerySet:
        """Vein types first, red before green before white."""
        kind = Case(When(type="vein", then=Value(0)), default=Value(1))
        colour = Case(*(When(colour=name, then=Value(n)) for n, name in enumerate(COLOURS)), default=Value(9))
        return self.order_by(kind, colour, "title")


class StrainProfile(Page):
    KIND = "strain"

    type = models.CharField(max_length=10, choices=TYPES, default="named")
    colour = models.CharField(max_length=10, choices=COLOURS, blank=True)
    vein = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="named_strains",
        limit_choices_to={"type": "vein"},
    )
    other_names = models.CharField(
        max_length=300, blank=True, help_text="Trade names and local names, with a semicolon between two of them."
    )
    origin = models.CharField("claimed origin", max_length=200, blank=True)
    processing = models.TextField(blank=True)
    cautions = prose(PROSE)

    objects = StrainQuerySet.as_manager()

    def show(self, revision: Revision, *, by: AbstractBaseUser) -> Publication:
        """Tables that chose this strain show what it now says."""
        publication = super().show(revision, by=by)
        Renewal.ask(self.embed_name, by=by)
        return publication

    def withdraw_at_last(self, *, by: AbstractBaseUser, why: str) -> None:
        super().withdraw_at_last(by=by, why=why)
        Renewal.ask(self.embed_name, by=by)

    @property
    def embed_name(self) -> str:
        return f"{self.KIND}:{self.key}"

    def clean(self) -> None:
        """A named strain may belong to a vein type, a vein type to nothing."""
        super().clean()
        if self.vein and self.type == "vein":
            raise ValidationError({"vein": "A vein type belongs to no other. Empty this, or make it a named strain."})
        if self.vein and self.vein.type != "vein":
            raise ValidationError({"vein": f"“{self.vein}” is no vein type. Choose a vein type, or leave this empty."})
        if self.pk and self.type != "vein" and self.named_strains.kept().exists():
            raise ValidationError({"type": "Named strains belong to this vein type. Let them go first."})

    def says(self) -> dict[str, Any]:
        own = {name: unprintable(getattr(self, name)) for name in OWN}
        vein = self.vein.embed_name if self.vein else ""
        facts = {name: [fact.says() for fact in rows] for name, rows in self.facts().items()}
        return own | {"cautions": clean(self.cautions), "vein": vein} | facts

    def facts(self) -> dict[str, models.QuerySet[StrainFact]]:
        """Its rows with their sources, by the names that a snapshot has for them."""
        return {
            "effects": self.effects.prefetch_related("references"),
            "alkaloids": self.alkaloids.select_related("reference"),
            "amounts": self.amounts.select_related("reference"),
        }

    def hear(self, snapshot: Snapshot) -> None:
        for name in (*OWN, "cautions"):
            setattr(self, name, snapshot.says[name])
        self.vein = StrainProfile.objects.filter(key=key_in(snapshot.says["vein"])).first()
        for name, rows in self.facts().items():
            rows.delete()
            for place, said in enumerate(snapshot.says[name], start=1):
                rows.model.restore(said, strain=self, ordering=place * 10)

    def shows(self, own: dict[str, Any]) -> tuple[str, ...]:
        return shown_by(own)
