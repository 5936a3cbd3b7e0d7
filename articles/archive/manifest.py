"""What an archive says of itself: its format, the software that wrote it, and every member with its size and hash."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from articles.archive.contents import name_of, whole
from articles.archive.pictures import NAME

FORMAT = 1
FILE = "manifest.json"


class Refused(Exception):
    """The archive cannot be taken, or the site cannot take it; the message says why and what to do."""


@dataclass(frozen=True)
class Member:
    size: int  # bytes, unpacked
    sha256: str
    rows: int = 0


@dataclass
class Manifest:
    """`missing`: pictures that rows speak of and that were not there, or not whole. `altered`: keys of revisions that
    did not say any more what they were frozen with."""

    migration: str
    made_at: str
    site: str
    format: int = FORMAT
    has_feedback: bool = True
    members: dict[str, Member] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    altered: list[int] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: Any) -> Manifest:
        """Raises Refused."""
        if not isinstance(said, dict) or not isinstance(said.get("format"), int):
            raise Refused("This is not an archive of a site: it does not say what it holds.")
        if said["format"] != FORMAT:
            raise Refused(
                f"The archive has format {said['format']}, and this version of the site reads {FORMAT}. "
                "Install the version of the site that wrote it, or a newer one."
            )
        try:
            members = {name: Member(**member) for name, member in said["members"].items()}
            manifest = cls(**{**said, "members": members})
        except (TypeError, KeyError, AttributeError) as error:
            raise Refused("The archive's list of what it holds is damaged. Make a new archive.") from error
        manifest._check()
        return manifest

    def says(self) -> str:
        """What is in it, in words."""
        rows = {name: self.members[rows_of(name)].rows for name in ("page", "revision")}
        pictures = sum(map(is_picture_member, self.members))
        return f"{rows['page']} pages, {rows['revision']} revisions, {pictures} files of pictures"

    def _check(self) -> None:
        expected = {rows_of(name_of(model)) for model in whole()}
        there = {name for name in self.members if not is_picture_member(name)}
        is_whole = all(
            isinstance(member.size, int) and member.size >= 0 and isinstance(member.rows, int)
            for member in self.members.values()
        )
        is_listed = _lists(self.missing, str) and _lists(self.altered, int)
        if not (is_whole and is_listed) or self.migration != newest_migration():
            self._check_version()
            raise Refused("The archive's list of what it holds is damaged. Make a new archive.")
        if there != expected:
            odd = ", ".join(sorted(there ^ expected)[:3])
            raise Refused(f"The archive should not differ from this site in what it holds, and does: {odd}.")

    def _check_version(self) -> None:
        if self.migration != newest_migration():
            raise Refused(
                f"The archive was written at migration {self.migration} and this site stands at {newest_migration()}. "
                "Install the version of the site that wrote it, import it there, then upgrade that site."
            )


def _lists(said: Any, kind: type) -> bool:
    return isinstance(said, list) and all(isinstance(each, kind) for each in said)


def rows_of(name: str) -> str:
    return f"rows/{name}.ndjson"


def is_picture_member(name: str) -> bool:
    return name.startswith("files/") and NAME.fullmatch(name.removeprefix("files/")) is not None


def newest_migration(using: str = "default") -> str:
    """Of the app, as in 0007_feedback_rights: what the tables look like."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return max(name for app, name in applied if app == "articles")
