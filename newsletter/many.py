"""What staff do to many people at once, each verb for the keys of a batch. Whoever left or was erased meanwhile is
passed over; each returns how many it changed anything for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef

from newsletter.models.consent import ConsentEvent
from newsletter.models.delivery import Delivery, Fate
from newsletter.models.segment import Label, Labelling
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

Choice = Subscriber.topics.through
Keys = Sequence[int]


def add_label(people: Keys, label: Label) -> int:
    known = Subscriber.objects.filter(pk__in=people).exclude(labellings__tag=label).values_list("pk", flat=True)
    rows = [Labelling(tag=label, content_object_id=pk) for pk in known]
    return len(Labelling.objects.bulk_create(rows, ignore_conflicts=True))


def remove_label(people: Keys, label: Label) -> int:
    return Labelling.objects.filter(tag=label, content_object__in=people).delete()[0]


def add_topic(people: Keys, topic: Any) -> int:
    """Not to who chose none: they get everything, and would get less."""
    mine = Choice.objects.filter(subscriber=OuterRef("pk"))
    choosing = Subscriber.objects.filter(Exists(mine), ~Exists(mine.filter(topic=topic)), pk__in=people)
    rows = [Choice(subscriber_id=pk, topic_id=topic.pk) for pk in choosing.values_list("pk", flat=True)]
    return len(Choice.objects.bulk_create(rows, ignore_conflicts=True))


def remove_topic(people: Keys, topic: Any) -> int:
    """Not from who chose nothing else: with no topic they would get everything."""
    others = Choice.objects.filter(subscriber=OuterRef("subscriber")).exclude(topic=topic)
    return Choice.objects.filter(Exists(others), topic=topic, subscriber__in=people).delete()[0]


def suppress(people: Keys) -> int:
    """Nothing is sent to them any more; what they said themselves stays as it is, and so does an earlier reason."""
    known = Suppression.objects.filter(digest=OuterRef("digest"))
    digests = Subscriber.objects.filter(~Exists(known), pk__in=people).values_list("digest", flat=True)
    rows = [Suppression(digest=digest, reason=Suppression.Reason.STAFF) for digest in digests]
    return len(Suppression.objects.bulk_create(rows, ignore_conflicts=True))


def take_off(people: Keys, *, by: AbstractBaseUser) -> int:
    """They asked us to leave, by telephone or a letter: as if they had pressed the button, with who wrote it down."""
    told = {"mechanism": ConsentEvent.Mechanism.STAFF, "network": "", "by": by}
    staying = list(Subscriber.objects.filter(pk__in=people, left_at=None))
    for person in staying:
        person.leave(**told)
    return len(staying)


def erase(people: Keys) -> int:
    found = list(Subscriber.objects.filter(pk__in=people))
    for person in found:
        person.erase()
    return len(found)


def lift(person: Subscriber) -> bool:
    """Undo what staff did. False where they did not, or where the person has said since that they want nothing."""
    with transaction.atomic():
        now = Subscriber.objects.select_for_update().filter(pk=person.pk).first()
        if now is None or why_not_lifted(now):
            return False
        return Suppression.objects.filter(digest=now.digest, reason=Suppression.Reason.STAFF).delete()[0] > 0


def why_not_lifted(person: Subscriber) -> str:
    """Why staff cannot let letters go to somebody again, or nothing."""
    ban = Suppression.objects.filter(digest=person.digest).first()
    if person.left_at or (ban and ban.reason == Suppression.Reason.LEFT):
        return "This person left. Only they can come back, by asking anew and confirming."
    if ban and ban.reason == Suppression.Reason.COMPLAINED or _complained(person):
        return "This person reported a letter as spam. Only they can lift this, by asking anew and confirming."
    if ban and ban.reason == Suppression.Reason.BOUNCED:
        return "Mail to this address came back for good. It is lifted when the person asks anew and confirms."
    return "" if ban else "Nothing keeps letters from this address."


def _complained(person: Subscriber) -> bool:
    """Of who was taken off before, the suppression keeps the first reason."""
    return Delivery.objects.filter(subscriber=person, fate=Fate.COMPLAINED).exists()
