"""A strain profile: what is reported of a vein type or of a named strain, and on which basis."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Case, Value, When

from articles.labels import BASIS
from articles.markup import clean, unprintable
from articles.models.page import Page, PageQuerySet
from articles.models.prose import PROSE, prose
from articles.models.publication import Publication
from articles.models.reference import Reference
from articles.models.renewal import Renewal
from articles.models.revision import Revision
from articles.models.working_copy import key_in
from articles.snapshot import Snapshot

OWN = ("type", "colour", "other_names", "origin", "processing")
TYPES = [("vein", "Vein type"), ("named", "Named strain")]
COLOURS = [("red", "Red"), ("green", "Green"), ("white", "White")]


class StrainQuerySet(PageQuerySet):
    def in_order(self) -> StrainQuerySet:
        """Vein types first, red before green before white."""
        kind = Case(When(type="vein", then=Value(0)), default=Value(1))
        colour = Case(*(When(colour=name, then=Value(n)) for n, (name, _) in enumerate(COLOURS)), default=Value(9))
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
    other_names = models.CharField(max_length=300, blank=True)
    origin = models.CharField("claimed origin", max_length=200, blank=True)
    processing = models.TextField(blank=True)
    cautions = prose(PROSE)

    objects = StrainQuerySet.as_manager()

    def show(self, revision: Revision, *, by: AbstractBaseUser) -> Publication:
        """Tables that chose this strain show what it now says."""
        publication = super().show(revision, by=by)
        Renewal.ask(self.embed_name, by=by)
        return publication

    def withdraw(self, *, by: AbstractBaseUser, why: str) -> None:
        super().withdraw(by=by, why=why)
        Renewal.ask(self.embed_name, by=by)

    @property
    def embed_name(self) -> str:
        return f"{self.KIND}:{self.key}"

    def says(self) -> dict[str, Any]:
        own = {name: unprintable(getattr(self, name)) for name in OWN}
        effects = [effect.says() for effect in self.effects.prefetch_related("references")]
        vein = self.vein.embed_name if self.vein else ""
        return own | {"cautions": clean(self.cautions), "vein": vein, "effects": effects}

    def hear(self, snapshot: Snapshot) -> None:
        for name in (*OWN, "cautions"):
            setattr(self, name, snapshot.says[name])
        self.vein = StrainProfile.objects.filter(key=key_in(snapshot.says["vein"])).first()
        self.effects.all().delete()
        for ordering, effect in enumerate(snapshot.says["effects"], start=1):
            facts = {name: effect[name] for name in ("aspect", "text", "basis")}
            made = self.effects.create(ordering=ordering * 10, **facts)
            made.references.set(Reference.objects.filter(key__in=effect["references"]))

    def shows(self) -> tuple[str, ...]:
        effects = self.effects.prefetch_related("references")
        cited = {reference.embed_name: None for effect in effects for reference in effect.references.all()}
        return (*([self.vein.embed_name] if self.vein else []), *cited)


class StrainEffect(models.Model):
    """Something reported of a strain: an effect, or a use it is reported for."""

    ASPECTS = [("effect", "Reported effect"), ("use", "Reported for")]

    strain = models.ForeignKey(StrainProfile, on_delete=models.CASCADE, related_name="effects")
    aspect = models.CharField(max_length=10, choices=ASPECTS, default="effect")
    text = models.CharField("what is reported", max_length=200)
    basis = models.CharField(max_length=20, choices=list(BASIS.items()), blank=True, help_text="Needed to publish.")
    references = models.ManyToManyField(Reference, blank=True, related_name="+")
    ordering = models.IntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["ordering", "pk"]
        verbose_name = "reported effect or use"
        verbose_name_plural = "reported effects and uses"

    def __str__(self) -> str:
        return self.text

    def says(self) -> dict[str, Any]:
        keys = sorted(reference.key for reference in self.references.all())
        return {"aspect": self.aspect, "text": unprintable(self.text), "basis": self.basis, "references": keys}
