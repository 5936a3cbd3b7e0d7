"""The list of the crash test, how far its import has come, and whether everybody is accounted for."""

from __future__ import annotations

from pathlib import Path

from newsletter.importing import beginning
from newsletter.importing.keeping import keep
from newsletter.models import Ask, ConsentEvent, Import, ImportGift, Label, Labelling, Subscriber
from newsletter.models.importing import Verdict

Found = dict[str, int]


def begin(lines: int, path: Path) -> Import:
    """Half of them with proof, some twice, some nobody."""
    with path.open("w") as file:
        file.write("email,confirmed,proof\n")
        for number in range(lines):
            proof = "2026-03-01,On paper" if number % 2 else ","
            reader = f"reader{number}@host{number % 7}.example.org"
            name = {0: "nobody", 1: "twice@example.org"}.get(number % 40, reader)
            file.write(f"{name},{proof}\n")
    label = Label.objects.create(name="Fair")
    return beginning.begin(keep(path), file_name="list.csv", source="Crash", labels=[label], by=None)


def now(parent: Import) -> Import:
    parent.refresh_from_db()
    return parent


def _undone(parent: Import) -> float:
    tally = now(parent).tally
    return (tally.get("taken", 0)) / max(tally.get("made", 0), 1)


def _applied(parent: Import) -> float:
    return now(parent).tally.get("through", 0) / parent.lines


PHASES = [
    ("read", lambda parent: None, lambda parent: now(parent).read_to / parent.size),
    ("applied", lambda parent: parent.apply(by=None), _applied),
    ("undone", lambda parent: parent.undo(by=None), _undone),
]


def of(parent: Import) -> Found:
    """`lost`: lines without a row or with several; `wrong`: people whose proof, question or label is not what it is."""
    rows = list(parent.rows.order_by("line").values_list("line", "key", "verdict", "made"))
    people = Subscriber.objects.all()
    active, pending = people.active().count(), people.pending().count()
    made = {key for _, _, _, key in rows if key}
    wrong = abs(ConsentEvent.objects.count() - active) + abs(Ask.objects.count() - pending)
    wrong += abs(Labelling.objects.count() - people.count()) + abs(ImportGift.objects.count() - people.count())
    wrong += len(made ^ set(people.values_list("pk", flat=True))) if parent.undone_at is None else 0
    lines = {line for line, *_ in rows}
    return {
        "lost": len(lines ^ set(range(2, parent.lines + 1))) + len(rows) - len(lines),
        "rows": len(rows),
        "counted": sum(parent.tally.get(verdict.name.lower(), 0) for verdict in Verdict),
        "new": sum(verdict == Verdict.NEW for _, _, verdict, _ in rows),
        "distinct": len({key for _, key, *_ in rows if key}),
        "made": parent.tally.get("made", 0),
        "people": people.count(),
        "wrong": wrong,
    }
