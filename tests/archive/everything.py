"""A small site with something in every table, odd letters among it, and archives of it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import models
from PIL import Image

from articles.archive.contents import ACTED, Model, whole
from articles.archive.seal import OPEN, seal
from articles.models import (
    Article,
    Person,
    Picture,
    Reference,
    RichText,
    SiteSettings,
    StandingPage,
    StrainProfile,
    Topic,
)
from articles.rendition import examine

ODD = "Ketum “biak” 🌿 e\u0301 \\u0000 <b>&amp;</b>\t'"
MOMENT = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)  # to the microsecond, in an hour that clocks leave out


def make_everything() -> None:
    site = SiteSettings.objects.filter(pk=1).first() or SiteSettings()
    site.description = ODD
    site.save()
    by = User.objects.create_user("anna.writes", "anna@example.org", "a long password")
    picture = Picture(title=ODD, alt="A square", uploaded_by=by)
    picture.take(examine(square()))
    picture.save()
    reference = Reference.objects.create(key="clauw2014", authors="Clauw DJ", title="Fibromyalgia", issued="2014")
    strain = StrainProfile.objects.create(type="vein", colour="red", title="Red vein", slug="red-vein")
    strain.effects.create(text="Calm", basis="survey").references.add(reference)
    page = Article.objects.create(title=ODD, slug="sleep", picture=picture, created_by=by, standfirst="Little.")
    page.topics.add(Topic.objects.create(name="Sleep", slug="sleep", picture=picture))
    page.authors.add(Person.objects.create(key="anna", name="Anna", account=by))
    RichText.objects.create(parent=page, text='<h2>Known</h2><p>Little.<cite data-key="clauw2014"></cite></p>')
    StandingPage.objects.create(title="About", slug="about")
    page.faq.create(question="Does it help?", answer="<p>Nobody knows.</p>")
    for each in (strain, page, page):
        each.publish(by=by, note=ODD, override="A trial.")
    for model in whole():
        if not model._base_manager.exists():
            fill_in(model)


def fill_in(model: Model) -> None:
    """A row, whatever its columns are: tables that come later are tried as well."""
    row = model()
    for column in model._meta.concrete_fields:
        if not column.primary_key or column.remote_field:
            setattr(row, column.attname, _filler(column))
    row.save_base(raw=True, force_insert=True)


def _filler(column: models.Field) -> Any:
    if column.remote_field:
        target = column.remote_field.model
        kind = {"app_label": "articles", "model": "article"}
        rows = target._base_manager.filter(**kind) if target is ContentType else target._base_manager.all()
        return rows.order_by("pk").values_list("pk", flat=True).first()
    if isinstance(column, models.DateTimeField):
        return MOMENT
    if isinstance(column, models.DateField):
        return date(2024, 2, 29)
    if isinstance(column, models.JSONField):
        return {"z": [1, None, True], "a": ODD, "": {}}
    if isinstance(column, models.BooleanField | models.IntegerField):
        return 1
    return ODD[: column.max_length or None]


def square(colour: tuple[int, int, int] = (17, 60, 104)) -> BytesIO:
    content = BytesIO()
    Image.new("RGB", (1400, 700), colour).save(content, "PNG")
    return content


def archive_of(folder: Path, name: str = "site.zip", *options: str) -> Path:
    call_command("export_site", folder / name, *options, stdout=StringIO(), stderr=StringIO())
    return folder / name


def take(archive: Path, *options: str) -> str:
    """What import_site answers; the site is new, whatever was behind it before."""
    SiteSettings.objects.update(changed_at=None)
    answer = StringIO()
    call_command("import_site", archive, *options, stdout=answer)
    return answer.getvalue()


def members(archive: Path) -> dict[str, Any]:
    """All that is in it with its hash, but for the number that grows with every import."""
    with zipfile.ZipFile(archive) as packed:
        told = json.loads(packed.read("manifest.json"))["members"]
    return {name: member for name, member in told.items() if name != "rows/siteversion.ndjson"}


def rewritten(archive: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A new archive of the same members, changed, its list told anew by nobody."""
    with zipfile.ZipFile(archive) as packed:
        contents = {name: packed.read(name) for name in packed.namelist()}
    change(contents)
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in contents.items():
            packing = zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED
            packed.writestr(name, content, packing)
    return sealed(target)


def sealed(archive: Path) -> Path:
    """Its bytes are as if they had been written so."""
    with zipfile.ZipFile(archive, "a") as packed:
        packed.comment = OPEN
    with archive.open("r+b") as file:
        seal(file)
    return archive


def rows_of_all() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in [*whole(), get_user_model()] if model is not ACTED}


def files_in(*folders: Path) -> list[str]:
    return sorted(str(path) for folder in folders for path in Path(folder).rglob("*"))
