"""Where a shared record is used: by live pages, by texts that wait, by working copies, and by the past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.models.faq import FAQEntry
from articles.models.page import Page
from articles.models.publication import Publication
from articles.models.record import Record
from articles.models.reference import Reference
from articles.models.review import HandingIn
from articles.models.revision import Embed, Revision
from articles.models.schedule import Schedule
from articles.models.strain import StrainProfile
from articles.snapshot import RICH

MOST_OTHERS = 20


@dataclass(frozen=True)
class Use:
    """Of one record, or of one strain. Each answer is a query of its own, to be counted and cut as one likes."""

    record: Record | StrainProfile

    @cached_property
    def names(self) -> list[str]:
        """What snapshots may know it by."""
        return [self.record.embed_name] if isinstance(self.record, StrainProfile) else self.record.embed_names

    @property
    def revisions(self) -> QuerySet[Embed]:
        """Keys of all that were ever frozen with it."""
        return Embed.objects.filter(name__in=self.names).values("revision")

    @property
    def live(self) -> QuerySet[Publication]:
        return Publication.objects.cards().filter(revision__in=self.revisions).order_by("title", "pk")

    @property
    def waiting(self) -> QuerySet[Page]:
        """Pages with a text that waits for its hour or for its review; `is_scheduled` tells which."""
        at_hour = Schedule.objects.filter(page=OuterRef("pk"), revision__in=self.revisions)
        handed_in = HandingIn.objects.filter(page=OuterRef("pk"), revision__in=self.revisions)
        pages = Page.objects.annotate(is_scheduled=Exists(at_hour))
        return pages.filter(Q(is_scheduled=True) | Exists(handed_in)).order_by("title", "pk")

    @property
    def drafts(self) -> QuerySet[Page]:
        """Pages whose working copy uses it, in the trash too. One that is live and unchanged says what its publication
        does, so it is asked there."""
        same = Publication.objects.filter(page=OuterRef("pk"), page__published_version=F("page__version"))
        changed = Page.objects.filter(~Exists(same))
        chosen = Q(pk__in=[])
        for owner, field, way in choosing(self.of):
            chosen |= Q(pk__in=owner._base_manager.filter(**{field: self.record.pk}).values(way))
        for owner, field, way in self.texts():
            citing = owner._base_manager.filter(**self.cites(field))
            chosen |= Q(pk__in=citing.filter(**{f"{way}__in": changed.values("pk")}).values(way))
        return changed.filter(chosen).order_by("title", "pk")

    @property
    def past(self) -> QuerySet[Revision]:
        """Revisions that neither are live nor wait: they may be brought back."""
        now = Revision.objects.waiting_or_live().values("pk")
        return Revision.objects.filter(pk__in=self.revisions).exclude(pk__in=now)

    @property
    def of(self) -> type[models.Model]:
        return type(self.record)

    def others(self) -> list[models.Model]:
        """What else points at it and must not lose it, as far as it is no page: a person's picture, a topic's."""
        found = (
            row
            for owner, field in pointing(self.of)
            for row in owner._base_manager.filter(**{field: self.record.pk})[:MOST_OTHERS]
        )
        return list(islice(found, MOST_OTHERS))

    def is_any(self) -> bool:
        """Also what is past: a revision that is brought back asks for it again."""
        return Embed.objects.filter(name__in=self.names).exists() or self.drafts.exists() or bool(self.others())

    def texts(self) -> Iterator[tuple[type[models.Model], str, str]]:
        """Where rich text may cite it: the model, the field, and the way to the page."""
        if isinstance(self.record, Reference):
            yield FAQEntry, "answer", "page"
            yield from ((StrainProfile, field, "pk") for field in RICH[StrainProfile.KIND])
            for block in Page.block_models():
                yield from ((block, field, "parent") for field in RICH.get(block._meta.model_name or "", ()))

    def cites(self, field: str) -> dict[str, str]:
        """The first is quick, the second right: one citation may name several keys."""
        key = self.record.key
        return {f"{field}__contains": key, f"{field}__regex": f'data-key="([a-z0-9-]+ )*{key}( [a-z0-9-]+)*"'}


def choosing(chosen: type[models.Model]) -> Iterator[tuple[type[models.Model], str, str]]:
    """Which models of a working copy may choose one: the model, its field, and the way to the page."""
    for owner, field in _pointing(chosen):
        way = _way_to_page(owner)
        if way:
            yield owner, field, way


def pointing(chosen: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Which other models hold on to one."""
    for owner, field in _pointing(chosen):
        if not _way_to_page(owner):
            yield owner, field


def _pointing(chosen: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """A row that goes with the record is no use of it; neither is one that makes do without."""
    for relation in chosen._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.related_model._meta.auto_created:
            continue
        if relation.many_to_many or getattr(relation, "on_delete", None) is models.PROTECT:
            yield relation.related_model, relation.field.name


def _way_to_page(owner: type[models.Model]) -> str:
    if issubclass(owner, Page):
        return "pk"
    return next((field.name for field in owner._meta.concrete_fields if _leads_to_page(field)), "")


def _leads_to_page(field: Any) -> bool:
    """Only a part of the working copy goes with its page."""
    return (
        field.is_relation and issubclass(field.related_model, Page) and field.remote_field.on_delete is models.CASCADE
    )
