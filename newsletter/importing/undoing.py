"""An import is taken back, a chunk at each call: the people it made who have not acted since, and what it gave to
others. What stays is counted with its reason."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from newsletter.importing.applying import CHUNK, first_after
from newsletter.models.ask import Ask
from newsletter.models.consent import ConsentEvent
from newsletter.models.importing import LEASE, Import, ImportGift, ImportRow, Stage, Verdict
from newsletter.models.segment import Labelling
from newsletter.models.subscriber import Subscriber

CHOSEN = Subscriber.topics.through


def step(parent: Import) -> None:
    """The next chunk of an import that this transaction holds: first its people, then its gifts."""
    tally = Counter(parent.tally)
    first = first_after(parent, parent.undone_to, [Verdict.NEW])
    if first is not None:
        parent.undone_to = first - 1 + CHUNK // 5
        made = ImportRow.objects.filter(parent=parent, verdict=Verdict.NEW, pk__gte=first, pk__lte=parent.undone_to)
        tally += _take_away(dict(made.filter(made__isnull=False).values_list("made", "told")))
    elif gifts := list(ImportGift.objects.filter(parent=parent).order_by("pk")[: CHUNK // 5]):
        tally += _take_back(gifts)
        ImportGift.objects.filter(pk__in=[gift.pk for gift in gifts]).delete()
    else:
        parent.stage, parent.undone_at, parent.asked_until = Stage.UNDONE, timezone.now(), None
    parent.tally, parent.leased_until = dict(tally), timezone.now() + LEASE
    parent.save(update_fields=["tally", "stage", "undone_to", "undone_at", "asked_until", "leased_until"])


def _take_away(made: dict[int, dict[str, Any]]) -> Counter[str]:
    """`made` says what the file told of each. Whoever is just acting is waited for, and then has acted."""
    held = list(Subscriber.objects.filter(pk__in=made).order_by("pk").select_for_update().values_list("pk", flat=True))
    paused = [pk for pk in held if "paused_until" in made[pk]]
    acted: dict[int, str] = {}
    for why, people in _reasons(Subscriber.objects.filter(pk__in=held), paused):
        for pk in people.values_list("pk", flat=True):
            acted.setdefault(pk, why)
    Ask.objects.filter(subscriber__in=acted, brought_in__isnull=False, sent_at=None).delete()
    ImportGift.objects.filter(subscriber__in=acted, topic__isnull=False).delete()  # they saw these topics: theirs now
    taken = Subscriber.objects.filter(pk__in=set(held) - set(acted)).forget()
    return Counter(acted.values()) + Counter(taken=taken)


def _reasons(people: QuerySet[Subscriber], paused: list[int]) -> list[tuple[str, QuerySet[Subscriber]]]:
    """By its name in the tally, who has acted so; `paused` are those of whom the file said that they pause."""
    own = ConsentEvent.objects.filter(subscriber=OuterRef("pk")).exclude(mechanism=ConsentEvent.Mechanism.IMPORTED)
    asked = Ask.objects.filter(subscriber=OuterRef("pk"), brought_in=None)
    chosen = CHOSEN.objects.filter(subscriber=OuterRef("pk"))
    given = ImportGift.objects.filter(subscriber=OuterRef("subscriber"), topic=OuterRef("topic"))
    kept = CHOSEN.objects.filter(subscriber=OuterRef("subscriber"), topic=OuterRef("topic"))
    dropped = ImportGift.objects.filter(~Exists(kept), subscriber=OuterRef("pk"), topic__isnull=False)
    other = Q(Exists(chosen.filter(~Exists(given)))) | Q(Exists(dropped))
    rests = Q(paused_until__gt=timezone.now()) & ~Q(pk__in=paused)
    return [
        ("stay_confirmed", people.filter(Exists(own.filter(kind=ConsentEvent.Kind.CONFIRMED)))),
        ("stay_left", people.filter(Exists(own))),
        ("stay_asked", people.filter(Exists(asked))),
        ("stay_chose", people.filter(other | rests)),
    ]


def _take_back(gifts: list[ImportGift]) -> Counter[str]:
    """From people who were known before: labels, and topics where others remain; without any they would get
    everything."""
    taken: Counter[str] = Counter()
    for label, people in _by(gifts, "label_id"):
        taken["labels_back"] += Labelling.objects.filter(tag=label, content_object__in=people).delete()[0]
    for topic, people in _by(gifts, "topic_id"):
        others = CHOSEN.objects.filter(subscriber=OuterRef("subscriber")).exclude(topic=topic)
        taken["topics_back"] += CHOSEN.objects.filter(Exists(others), topic=topic, subscriber__in=people).delete()[0]
    return taken


def _by(gifts: list[ImportGift], name: str) -> list[tuple[int, list[int]]]:
    found: dict[int, list[int]] = {}
    for gift in gifts:
        if (key := getattr(gift, name)) is not None:
            found.setdefault(key, []).append(gift.subscriber_id)
    return sorted(found.items())
