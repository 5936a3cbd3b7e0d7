"""What the worker does for imports: one piece after another, each in one commit with how far it has come."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from newsletter.importing import applying, undoing
from newsletter.importing.keeping import forget, path_of
from newsletter.importing.layout import Layout
from newsletter.importing.reading import Reader
from newsletter.importing.sorting import put
from newsletter.models.importing import LEASE, MOVING, Import, Stage

ROUND = 3.0  # seconds, then the worker looks at its other duties


def work_due(stop: Event | None = None) -> None:
    """Some seconds of work for the import that has waited longest and that nobody else has in hand."""
    for parent in Import.objects.filter(_is_free(timezone.now()), stage__in=MOVING).order_by("started_at", "pk"):
        if take(parent):
            try:
                work_on(parent, until=time.monotonic() + ROUND, stop=stop)
            finally:
                Import.objects.filter(pk=parent.pk).update(leased_until=None)
            return


def take(parent: Import) -> bool:
    """Keep others from it for as long as a lease; each step renews it."""
    now = timezone.now()
    free = Import.objects.filter(_is_free(now), pk=parent.pk, stage__in=MOVING)
    return free.update(leased_until=now + LEASE) == 1


def work_on(parent: Import, *, until: float, stop: Event | None = None) -> None:
    while not (stop and stop.is_set()) and time.monotonic() < until:
        parent.refresh_from_db()
        if not parent.is_moving or not STEPS[Stage(parent.stage)](parent):
            break


def read_on(parent: Import) -> bool:
    """The next piece of the file. Read without a lock; written only if nobody else has written it meanwhile."""
    layout = Layout(**parent.layout)
    reader = Reader(layout, is_proved=bool(parent.proof.strip()), now=parent.started_at)
    try:
        with path_of(parent.file).open("rb") as file:
            piece = reader.piece(file, read_to=parent.read_to, lines=parent.lines)
    except FileNotFoundError:
        return _miss(parent)
    with transaction.atomic():
        now = held(parent, Stage.READING)
        if now is None or now.read_to != parent.read_to:
            return True
        tally = Counter(now.tally) + put(piece.rows, now) + Counter(blank=piece.blank)
        now.read_to, now.lines, now.tally = piece.read_to, piece.lines, dict(tally)
        if piece.is_last:
            now.stage, now.read_at, now.file = Stage.READ, timezone.now(), ""
        now.leased_until = timezone.now() + LEASE
        now.save(update_fields=["read_to", "lines", "tally", "stage", "read_at", "file", "leased_until"])
    if piece.is_last:
        forget(parent.file)
    return True


def _miss(parent: Import) -> bool:
    """The file may be on another machine, whose worker can read it; after a day it is nowhere."""
    if parent.started_at < timezone.now() - timedelta(days=1):
        lost = Import.objects.filter(pk=parent.pk, stage=Stage.READING)
        lost.update(stage=Stage.REFUSED, trouble="The file is gone. Please bring it in again.", file="")
    return False


def held(parent: Import, stage: Stage) -> Import | None:
    """The import as it is now, for this transaction alone; nothing if it is in another stage by now."""
    return Import.objects.select_for_update(no_key=True).filter(pk=parent.pk, stage=stage).first()


def apply_on(parent: Import) -> bool:
    with transaction.atomic():
        now = held(parent, Stage.APPLYING)
        if now and now.applied_to == parent.applied_to:
            applying.step(now)
    return True


def undo_on(parent: Import) -> bool:
    with transaction.atomic():
        now = held(parent, Stage.UNDOING)
        if now and now.undone_to == parent.undone_to:
            undoing.step(now)
    return True


def _is_free(now: datetime) -> Q:
    return Q(leased_until=None) | Q(leased_until__lt=now)


STEPS: dict[Stage, Callable[[Import], bool]] = {
    Stage.READING: read_on,
    Stage.APPLYING: apply_on,
    Stage.UNDOING: undo_on,
}
