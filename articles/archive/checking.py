"""All that must hold of an archive before anything is written: rows, what they point at, hashes, pictures."""

from __future__ import annotations

from collections import defaultdict

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from articles.archive.contents import Model, name_of, whole
from articles.archive.manifest import Refused, rows_of
from articles.archive.opening import Archive
from articles.archive.pictures import is_its_name, is_picture, named_in
from articles.archive.progress import Progress
from articles.archive.shape import Row, Shape
from articles.models.page import CHILDREN
from articles.models.publication import Publication
from articles.models.revision import Revision
from articles.models.site import SiteSettings
from articles.snapshot import Snapshot, digest

ODD = "The archive cannot be taken: {}. Make a new one."
NUL = b"\\u0000"


class Checking:
    """Goes once through an archive. Keys are kept, and nothing else, of rows that others point at."""

    def __init__(self, archive: Archive, progress: Progress) -> None:
        self.archive = archive
        self.progress = progress
        self.accounts: set[str] = set()
        self.pictures: set[str] = set()
        self.altered: list[int] = []
        self.kinds: dict[int, str] = {}
        self.wanted: dict[Model, set[int]] = defaultdict(set)
        self.pointed_at = {target for model in whole() for target in Shape(model).pointing.values()}
        self.keys: dict[Model, set[int]] = {model: set() for model in self.pointed_at}

    def check(self) -> set[str]:
        """Raises Refused; returns the names of all accounts that the rows speak of."""
        for model in whole():
            self._check_rows(model)
        for model, wanted in self.wanted.items():
            if lost := wanted - self.keys[model]:
                raise Refused(ODD.format(f"rows point at {name_of(model)} {min(lost)}, which is not in it"))
        if sorted(self.altered) != sorted(self.archive.manifest.altered):
            raise Refused(ODD.format("revisions do not say what they were frozen with"))
        self._check_kinds()
        self._check_accounts()
        self._check_pictures()
        return self.accounts

    def _check_rows(self, model: Model) -> None:
        name, shape, before = rows_of(name_of(model)), Shape(model), 0
        total = self.archive.manifest.members[name].rows
        for done, (line, row) in enumerate(self.archive.rows(name), start=1):
            where = f"{name}, line {done}"
            if NUL in line.replace(b"\\\\", b""):
                raise Refused(ODD.format(f"{where} holds a character that no text may hold"))
            for fault in shape.faults(row):
                raise Refused(ODD.format(f"{where} {fault}"))
            key = row.get(str(model._meta.pk.attname), before + 1)
            if key <= before:
                raise Refused(ODD.format(f"{where} is out of order"))
            before = key
            self._note(model, shape, row, key)
            if model is Revision:
                self._check_revision(row, where)
            if model is not Publication:
                self.pictures |= named_in(line)
            self.progress(f"Checked {model._meta.verbose_name_plural}", done, total)

    def _note(self, model: Model, shape: Shape, row: Row, key: int) -> None:
        if model in self.keys:
            self.keys[model].add(key)
        for column, target in shape.pointing.items():
            if row[column] is not None:
                self.wanted[target].add(row[column])
        self.accounts |= {row[column] for column in shape.accounts} - {None}
        for column in shape.kinds:
            if row[column] not in apps.all_models["articles"]:
                raise Refused(ODD.format(f"there is no such kind of content as {row[column]}"))
        if name_of(model) == "page":
            self.kinds[key] = row["kind"]
        if model is SiteSettings and key != 1:
            raise Refused(ODD.format("a site has settings once"))

    def _check_revision(self, row: Row, where: str) -> None:
        if digest(row["content"], row["html"]) != row["sha256"]:
            self.altered.append(row["id"])
        try:
            Snapshot.from_json(row["content"])
        except Exception as error:  # whatever a text that is none makes of it
            raise Refused(ODD.format(f"{where} is no text that this version of the site can read")) from error

    def _check_kinds(self) -> None:
        """A page is one of its kind, too."""
        for kind, child in CHILDREN.items():
            rows = {key for key, said in self.kinds.items() if said == kind}
            if rows != self._children(apps.get_model("articles", child)):
                raise Refused(ODD.format(f"a page that is called {kind} is none, or the other way round"))
        if odd := set(self.kinds.values()) - set(CHILDREN):
            raise Refused(ODD.format(f"there is no such kind of page as {min(odd)}"))

    def _children(self, model: Model) -> set[int]:
        found = self.archive.rows(rows_of(name_of(model)))
        return {row["page_ptr_id"] for _, row in found}

    def _check_accounts(self) -> None:
        longest = get_user_model()._meta.get_field("username").max_length
        for name in self.accounts:
            try:
                UnicodeUsernameValidator()(name)
            except ValidationError as error:
                raise Refused(ODD.format(f"nobody can sign in as {name[:40]!r}")) from error
            if len(name) > longest:
                raise Refused(ODD.format(f"the name of an account has more than {longest} characters"))

    def _check_pictures(self) -> None:
        names = {name.rpartition("/")[2] for name in self.archive.pictures}
        if odd := names ^ (self.pictures - set(self.archive.manifest.missing)):
            raise Refused(ODD.format(f"the file {min(odd)} is not in it, or no picture is made of it"))
        for done, name in enumerate(self.archive.pictures, start=1):
            content = self.archive.content(name)
            if not is_its_name(name, content) or not is_picture(name, content):
                raise Refused(ODD.format(f"{name} is not the picture that its name says"))
            self.progress("Checked files of pictures", done, len(self.archive.pictures))
