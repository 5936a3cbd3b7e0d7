"""An import begins: the file is kept, its layout found, and the worker told."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from articles.models.topic import Topic
from newsletter.importing.keeping import Kept, forget
from newsletter.importing.layout import layout_of
from newsletter.models.importing import Import
from newsletter.models.segment import Label


def begin(
    kept: Kept,
    *,
    file_name: str,
    source: str,
    proof: str = "",
    labels: Iterable[Label] = (),
    topics: Iterable[Topic] = (),
    is_spreadsheet: bool | None = None,
    by: AbstractBaseUser | None,
) -> Import:
    """What cannot be read is not kept. Raises Unreadable."""
    try:
        layout = layout_of(kept.path, kept.encoding, is_spreadsheet=is_spreadsheet)
        with transaction.atomic():
            begun = Import.objects.create(
                file_name=file_name[:200],
                file=kept.name,
                size=kept.size,
                sha256=kept.sha256,
                started_by=by,
                source=source,
                proof=proof.strip(),
                layout=layout.as_dict(),
                read_to=layout.start,
                lines=layout.line - 1,
            )
            begun.labels.set(labels)
            begun.topics.set(topics)
    except Exception:
        forget(kept.name)
        raise
    return begun
