"""What an import held of people goes: thirty days after it was done, and at once when it was dropped."""

from __future__ import annotations

import time
from threading import Event

from django.utils import timezone

from newsletter.importing.keeping import forget, forget_abandoned
from newsletter.models.importing import ROWS_LIFE, Import, ImportGift, ImportRow, Stage

ROUND = 3.0  # seconds
CHUNK = 5000


def forget_dropped(stop: Event | None = None) -> None:
    for parent in Import.objects.filter(stage__in=[Stage.DROPPED, Stage.REFUSED], forgotten_at=None):
        forget(parent.file)
        empty(parent, stop)


def forget_old(stop: Event | None = None) -> None:
    """Hourly. An import that nobody applied in all that time is dropped."""
    forget_abandoned()
    edge = timezone.now() - ROWS_LIFE
    for stage, moment in ((Stage.READ, "read_at"), (Stage.APPLIED, "applied_at"), (Stage.UNDONE, "undone_at")):
        for parent in Import.objects.filter(stage=stage, forgotten_at=None, **{f"{moment}__lt": edge}):
            if stage == Stage.READ:
                Import.objects.filter(pk=parent.pk, stage=stage).update(stage=Stage.DROPPED)
            empty(parent, stop)


def empty(parent: Import, stop: Event | None = None) -> None:
    """Some seconds of it; what is left goes in the next round."""
    until = time.monotonic() + ROUND
    for kind in (ImportRow, ImportGift):
        while keys := list(kind.objects.filter(parent=parent).values_list("pk", flat=True)[:CHUNK]):
            if time.monotonic() > until or (stop and stop.is_set()):
                return
            kind.objects.filter(pk__gte=min(keys), pk__lte=max(keys), parent=parent).delete()
    Import.objects.filter(pk=parent.pk).update(forgotten_at=timezone.now(), file="")
