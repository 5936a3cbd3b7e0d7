"""Subscribers to look at, at example.org, where nobody gets mail: one in every state, and any number of synthetic. And
a letter to them that waits as a draft; none is said to have been sent, for none was."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.models.site import SiteSettings
from newsletter.addresses import parse
from newsletter.demonstration_letter import load_letter
from newsletter.models.consent import ConsentEvent
from newsletter.models.subscriber import State, Subscriber
from newsletter.models.suppression import Suppression, digest_of

Progress = Callable[[str, int, int], None]

BATCH = 1000
DOMAIN = "example.org"
FIRST = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
STAY = timedelta(days=40)
NAMED = [
    ("demo.subscriber", State.ACTIVE),
    ("demo.subscriber+second", State.ACTIVE),
    ("=demo.formula", State.ACTIVE),  # a legal address that a spreadsheet would run
    ("demo.undecided", State.PENDING),
    ("demo.former.subscriber", State.LEFT),
]


def load(*, by: AbstractBaseUser, extra: dict[str, int], progress: Progress) -> str:
    """Add whoever is missing; a second time changes nothing. `extra["subscribers"]` is how many synthetic ones."""
    wanted = extra.get("subscribers", 0)
    wording = SiteSettings.current().consent_version or None
    added = _add([_person(local, state, number=i) for i, (local, state) in enumerate(NAMED)], wording=wording)
    for start in range(0, wanted, BATCH):
        end = min(start + BATCH, wanted)
        added += _add([_synthetic(number) for number in range(start, end)], wording=wording)
        progress("subscribers", end, wanted)
    letter = "A letter waits as a draft." if load_letter(by=by) else "There are letters already, so none was added."
    return f"{added} subscribers added; all are at {DOMAIN}, where nobody gets mail. {letter}"


def _synthetic(number: int) -> Subscriber:
    """Of twenty, one waits for confirmation and three have left."""
    state = {0: State.PENDING, 1: State.LEFT, 2: State.LEFT, 3: State.LEFT}.get(number % 20, State.ACTIVE)
    return _person(f"synthetic.{number:07}", state, number=number)


def _person(local: str, state: State, *, number: int) -> Subscriber:
    address = parse(f"{local}@{DOMAIN}")
    asked_at = timezone.now() if state == State.PENDING else FIRST + timedelta(minutes=7 * (number % 40_000))
    return Subscriber(
        address=str(address),
        key=address.key,
        digest=digest_of(address.key),
        handle=uuid.uuid5(uuid.NAMESPACE_DNS, address.key),
        created_at=asked_at,
        confirmed_at=None if state == State.PENDING else asked_at + timedelta(minutes=4),
        left_at=asked_at + STAY if state == State.LEFT else None,
    )


@transaction.atomic
def _add(people: list[Subscriber], *, wording: int | None) -> int:
    """Write a batch with its proof and its suppressions; return how many were new."""
    known = set(Subscriber.objects.filter(key__in=[person.key for person in people]).values_list("key", flat=True))
    new = Subscriber.objects.bulk_create(person for person in people if person.key not in known)
    ConsentEvent.objects.bulk_create(event for person in new for event in _events(person, wording=wording))
    left = [Suppression(digest=digest_of(p.key), reason=Suppression.Reason.LEFT) for p in new if p.left_at]
    Suppression.objects.bulk_create(left, ignore_conflicts=True)
    return len(new)


def _events(person: Subscriber, *, wording: int | None) -> list[ConsentEvent]:
    acts = [(ConsentEvent.Kind.CONFIRMED, person.confirmed_at), (ConsentEvent.Kind.LEFT, person.left_at)]
    return [
        ConsentEvent(
            subscriber=person,
            kind=kind,
            mechanism=ConsentEvent.Mechanism.DEMONSTRATION,
            wording=wording if kind == ConsentEvent.Kind.CONFIRMED else None,
            asked_at=person.created_at if kind == ConsentEvent.Kind.CONFIRMED else None,
            happened_at=moment,
        )
        for kind, moment in acts
        if moment
    ]
