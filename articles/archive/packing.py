"""The database and the pictures, at one moment -> an archive. Nothing is held in memory but a row and a picture."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from articles.archive.contents import ACTED, READERS, Model, name_of, whole
from articles.archive.manifest import FILE, Manifest, Member, newest_migration, rows_of
from articles.archive.moment import moment
from articles.archive.pictures import is_its_name, named_in, path_of, places_of
from articles.archive.progress import Progress
from articles.archive.seal import OPEN, seal
from articles.archive.shape import Names, Shape
from articles.models.publication import Publication
from articles.models.revision import Revision
from articles.snapshot import digest

AT_ONCE = 100  # rows
BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time in a ZIP: equal contents make equal members


def export(target: Path, *, has_feedback: bool, progress: Progress) -> Manifest:
    """Write `target`, aside first: under its name it is whole or not there. Raises FileExistsError, OSError."""
    if target.exists():
        raise FileExistsError(f"{target} is there already. Choose another name, or remove it first.")
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w") as archive:
                archive.comment = OPEN
                manifest = Packing(archive, progress).pack(has_feedback=has_feedback)
            seal(file)
            file.flush()
            os.fsync(file.fileno())
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)
    return manifest


class Packing:
    """An archive that is being written."""

    def __init__(self, archive: zipfile.ZipFile, progress: Progress) -> None:
        self.archive = archive
        self.progress = progress
        self.pictures: set[str] = set()

    def pack(self, *, has_feedback: bool) -> Manifest:
        with moment() as alias:
            self.manifest = Manifest(
                migration=newest_migration(alias),
                made_at=timezone.now().isoformat(),
                site=settings.SITE_URL,
                has_feedback=has_feedback,
            )
            names = _names(alias)
            for model in whole():
                rows = model._base_manager.using(alias)
                self._pack_rows(model, _narrowed(rows, has_feedback=has_feedback), names)
        self._pack_pictures()
        with self._member(FILE) as write:
            write(json.dumps(self.manifest.to_json(), indent=1, sort_keys=True).encode())
        return self.manifest

    def _pack_rows(self, model: Model, rows: models.QuerySet[Any], names: Names) -> None:
        shape, what, total = Shape(model), str(model._meta.verbose_name_plural), rows.count()
        with self._member(rows_of(name_of(model)), count=total) as write:
            found = rows.order_by("pk").values_list(*shape.columns).iterator(chunk_size=AT_ONCE)
            for done, values in enumerate(found, start=1):
                row = shape.tell(values, names)
                line = json.dumps(row, sort_keys=True, ensure_ascii=False, allow_nan=False).encode() + b"\n"
                if model is Revision and digest(row["content"], row["html"]) != row["sha256"]:
                    self.manifest.altered.append(row["id"])
                if model is not Publication:
                    self.pictures |= named_in(line)
                write(line)
                self.progress(what, done, total)

    def _pack_pictures(self) -> None:
        for done, name in enumerate(sorted(self.pictures), start=1):
            contents = {place: path_of(place).read_bytes() for place in places_of(name)}
            places = {place: content for place, content in contents.items() if is_its_name(name, content)}
            for place, content in places.items():
                with self._member(f"files/{place}", is_packed=True) as write:
                    write(content)
            if not places:
                self.manifest.missing.append(name)
            self.progress("files of pictures", done, len(self.pictures))

    @contextmanager
    def _member(self, name: str, *, count: int = 0, is_packed: bool = False) -> Iterator[Callable[[bytes], None]]:
        """Hands out what writes to it; whatever is written is counted and hashed for the manifest."""
        entry = zipfile.ZipInfo(name, BEGINNING)
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        size, sha256 = 0, hashlib.sha256()
        with self.archive.open(entry, "w", force_zip64=True) as member:

            def write(content: bytes) -> None:
                nonlocal size
                size += len(content)
                sha256.update(content)
                member.write(content)

            yield write
        if name != FILE:
            self.manifest.members[name] = Member(size, sha256.hexdigest(), count)


def _names(alias: str) -> Names:
    accounts = dict(get_user_model()._default_manager.using(alias).values_list("pk", "username"))
    kinds = ContentType.objects.using(alias).filter(app_label="articles")
    return Names(accounts, dict(kinds.values_list("pk", "model")))


def _narrowed(rows: models.QuerySet[Any], *, has_feedback: bool) -> models.QuerySet[Any]:
    """Those that belong into an archive."""
    if rows.model is ACTED:
        return rows.filter(content_type__app_label="articles")
    return rows.none() if rows.model in READERS and not has_feedback else rows
