"""What each shared record says now, by the names that snapshots know them by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from articles.models.person import Person
from articles.models.picture import Picture
from articles.models.publication import Publication
from articles.models.record import Record
from articles.models.reference import Reference
from articles.models.site import SiteSettings
from articles.snapshot import DISCLAIMER, rested_on

RECORDS: list[type[Record]] = [Reference, Picture, Person]
IN_TABLES = ("title", "type", "colour", "effects", "caution")  # what a table shows of a strain, as far as it has it
Said = dict[str, dict[str, Any]]


def said_of(names: Iterable[str]) -> Said:
    """Name -> what readers may see of it, with the references that a chosen strain's facts cite. Unknown names, drafts
    and withdrawn strains are left out."""
    keys = defaultdict(set)
    for name in names:
        kind, _, key = name.partition(":")
        keys[kind].add(key)
    said = _strains(keys["strain"])
    keys["reference"] |= {name.partition(":")[2] for strain in said.values() for name in rested_on(strain)}
    for model in RECORDS:
        found = model.objects.filter(key__in=keys[model.KIND]) if keys[model.KIND] else model.objects.none()
        found = found.select_related("merged_into") if model is Reference else found
        said |= {record.embed_name: record.says() for record in found}
    if DISCLAIMER in keys:
        said[DISCLAIMER] = SiteSettings.current().says()
    return said


def _strains(keys: set[str]) -> Said:
    """A strain says what its publication says, never what its draft does."""
    if not keys:
        return {}
    live = Publication.objects.filter(page__key__in=keys, kind="strain").values_list("page__key", "path", "card")
    return {f"strain:{key}": in_tables(path, card) for key, path, card in live}


def in_tables(path: str, card: dict[str, Any]) -> dict[str, Any]:
    """What a table shows of a strain that stands at `path` with this card."""
    return {"path": path, **{name: card[name] for name in IN_TABLES if name in card}}
