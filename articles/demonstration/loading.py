"""The files of the demonstration -> records and drafts; what is there already is left alone."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from articles.models.article import Article
from articles.models.fact import AlkaloidMeasurement, ReportedAmount, StrainEffect, StrainFact
from articles.models.faq import FAQEntry
from articles.models.page import NotReady, Page
from articles.models.person import Person
from articles.models.picture import Picture
from articles.models.reference import Reference
from articles.models.site import SiteSettings
from articles.models.standing import StandingPage
from articles.models.strain import StrainProfile
from articles.models.topic import Topic
from articles.rendition import examine

Facts = dict[str, Any]

FOLDER = Path(__file__).parent
TOGETHER = "The pages of the demonstration lead to one another, and one has to be the first."
PREFIX = "demo"  # of the keys of pages: no key made by chance begins like this
FILES = {Topic: "topics.toml", Reference: "references.toml", Person: "people.toml", Picture: "pictures.toml"}
FOLDERS: dict[str, type[Page]] = {"strains": StrainProfile, "standing": StandingPage, "articles": Article}
FACTS: dict[str, type[StrainFact]] = {
    "effect": StrainEffect,
    "measured": AlkaloidMeasurement,
    "amount": ReportedAmount,
}
# What a file names by key or slug -> the model it means, and by what it is found.
ONE: dict[str, tuple[type[models.Model], str]] = {
    "picture": (Picture, "key"),
    "reference": (Reference, "key"),
    "vein": (StrainProfile, "slug"),
}
MANY: dict[str, tuple[type[models.Model], str]] = {
    "authors": (Person, "key"),
    "pinned": (Article, "slug"),
    "references": (Reference, "key"),
    "strains": (StrainProfile, "slug"),
    "topics": (Topic, "slug"),
}


@dataclass(frozen=True)
class Draft:
    """A page of the demonstration with the note that its publishing bears."""

    page: Page
    note: str

    def publish_once(self, *, by: AbstractBaseUser) -> None:
        """Unless it ever was: what an editor withdrew stays withdrawn."""
        if self.page.revisions.exists():
            return
        try:
            self.page.publish(by=by, note=self.note, override=TOGETHER)
        except NotReady as refused:
            refused.add_note("\n".join(f"{self.page}: {found.place}: {found.message}" for found in refused.findings))
            raise


def read(name: str) -> Facts:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def load_records(*, by: AbstractBaseUser) -> None:
    with transaction.atomic():
        for facts in read(FILES[Topic])["topic"]:
            Topic.objects.get_or_create(key=facts["key"], defaults=facts)
        for facts in read(FILES[Reference])["reference"]:
            _add(Reference, {**facts, "authors": "\n".join(facts["authors"])})
        for facts in read(FILES[Person])["person"]:
            _add(Person, facts)
        for facts in read(FILES[Picture])["picture"]:
            _add_picture(facts, by=by)


def load_drafts(*, by: AbstractBaseUser) -> list[Draft]:
    """All pages in the order in which they are to be published: what others show comes first."""
    drafts = []
    for folder, model in FOLDERS.items():
        told = [read(f"{folder}/{path.name}") for path in sorted((FOLDER / folder).glob("*.toml"))]
        for facts in sorted(told, key=lambda facts: facts.get("type") != "vein"):
            note = facts.pop("note", "")
            drafts.append(Draft(_page(model, facts, by=by), note))
    return drafts


def load_site() -> None:
    """Unless somebody saved settings before."""
    with transaction.atomic():
        if not SiteSettings.objects.filter(changed_at__isnull=False).exists():
            _create(SiteSettings, read("site.toml"))


def _add(model: type[models.Model], facts: Facts) -> None:
    if not model._default_manager.filter(key=facts["key"]).exists():
        record = model(**facts)
        record.full_clean()
        record.save()


def _add_picture(facts: Facts, *, by: AbstractBaseUser) -> None:
    name, is_decorative = facts.pop("file"), facts.pop("decorative", False)
    if not Picture.objects.filter(key=facts["key"]).exists():
        picture = Picture(**facts, is_decorative=is_decorative, uploaded_by=by)
        with (FOLDER / "pictures" / name).open("rb") as file:
            picture.take(examine(file, focus=picture.focus))
        picture.save()


def _page(model: type[Page], facts: Facts, *, by: AbstractBaseUser) -> Page:
    """The page that the file tells of: as it is, or a new draft."""
    key = PREFIX + hashlib.sha256(f"{model.KIND}/{facts['slug']}".encode()).hexdigest()[:8]
    found = model.objects.filter(key=key).first()
    return found or _draft(model, facts, key=key, by=by)


@transaction.atomic
def _draft(model: type[Page], facts: Facts, *, key: str, by: AbstractBaseUser) -> Page:
    blocks, faq, *known = (facts.pop(name, []) for name in ("block", "faq", *FACTS))
    page = _create(model, facts, key=key, version=1, created_by=by)
    kinds = {block._meta.model_name: block for block in Page.block_models()}
    for place, block in enumerate(blocks, start=1):
        _create(kinds[block.pop("type")], block, parent=page, region="main", ordering=10 * place)
    for place, entry in enumerate(faq, start=1):
        _create(FAQEntry, entry, page=page, ordering=10 * place)
    for fact, rows in zip(FACTS.values(), known, strict=True):
        for place, row in enumerate(rows, start=1):
            _create(fact, row, strain=page, ordering=10 * place)
    return page


def _create(model: type[models.Model], facts: Facts, **own: object) -> models.Model:
    """A row that says `facts`, where names of records have become the records."""
    several = {name: [_named(*MANY[name], value) for value in facts[name]] for name in MANY.keys() & facts.keys()}
    single = {name: _named(*ONE[name], facts[name]) for name in ONE.keys() & facts.keys() if facts[name]}
    plain = {name: value for name, value in facts.items() if name not in ONE.keys() | MANY.keys()}
    row = model._default_manager.create(**plain, **single, **own)
    for name, rows in several.items():
        getattr(row, name).set(rows)
    return row


def _named(model: type[models.Model], field: str, value: str) -> models.Model:
    return model._default_manager.get(**{field: value})
