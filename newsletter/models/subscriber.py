"""A person who asked for the newsletter, by their address."""

from __future__ import annotations

import uuid

from django.db import models, transaction
from django.utils import timezone

from newsletter.addresses import LONGEST, Address
from newsletter.models.consent import ConsentEvent
from newsletter.models.suppression import Suppression


class State(models.TextChoices):
    PENDING = "pending", "Unconfirmed"
    ACTIVE = "active", "Subscribed"
    LEFT = "left", "Left"


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def pending(self) -> SubscriberQuerySet:
        return self.filter(confirmed_at=None, left_at=None)

    def active(self) -> SubscriberQuerySet:
        return self.filter(confirmed_at__isnull=False, left_at=None)

    def left(self) -> SubscriberQuerySet:
        return self.filter(left_at__isnull=False)

    def in_state(self, state: str) -> SubscriberQuerySet:
        """Those in one state, or all for the empty one."""
        return getattr(self, State(state).value)() if state else self.all()

    def of(self, address: Address) -> Subscriber:
        """The row of a mailbox, made if there was none. The same two statements in both cases."""
        self.bulk_create([Subscriber(address=str(address), key=address.key)], ignore_conflicts=True)
        return self.get(key=address.key)


class Subscriber(models.Model):
    address = models.CharField(max_length=LONGEST, editable=False)
    key = models.CharField(max_length=LONGEST, unique=True, editable=False)
    handle = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what links hold: it tells nothing
    created_at = models.DateTimeField("first asked", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("confirmed", null=True, editable=False)
    left_at = models.DateTimeField("left", null=True, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [("export_subscriber", "Can export subscribers")]
        indexes = [models.Index(fields=["confirmed_at", "left_at"], name="subscriber_state")]

    def __str__(self) -> str:
        return self.address

    @property
    def state(self) -> State:
        if self.left_at:
            return State.LEFT
        return State.ACTIVE if self.confirmed_at else State.PENDING

    @property
    def is_active(self) -> bool:
        return self.state == State.ACTIVE

    def join(self) -> None:
        """Become a subscriber, also after having left."""
        self.confirmed_at, self.left_at = timezone.now(), None
        self.save(update_fields=["confirmed_at", "left_at"])
        Suppression.objects.lift(self.key)

    def leave(self, *, mechanism: ConsentEvent.Mechanism, network: str) -> None:
        """Leave now; doing it again changes nothing."""
        with transaction.atomic():
            now = timezone.now()
            if Subscriber.objects.filter(pk=self.pk, left_at=None).update(left_at=now):
                Suppression.objects.add_for(self.key, reason=Suppression.Reason.LEFT)
                self.events.create(kind=ConsentEvent.Kind.LEFT, mechanism=mechanism, network=network, happened_at=now)

    def erase(self) -> None:
        """Forget the person with address, asks and proof. The keyed hash stays: nobody puts them on the list again."""
        with transaction.atomic():
            Suppression.objects.add_for(self.key, reason=Suppression.Reason.LEFT)
            ConsentEvent.objects.filter(subscriber=self).erase()
            self.delete()
