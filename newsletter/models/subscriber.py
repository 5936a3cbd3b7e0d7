"""A person who asked for the newsletter, by their address."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone
from taggit.managers import TaggableManager

from newsletter.addresses import LONGEST, Address
from newsletter.models.consent import ConsentEvent
from newsletter.models.importing import ImportRow
from newsletter.models.movable import Movable
from newsletter.models.suppression import Suppression, digest_of


class State(models.TextChoices):
    PENDING = "pending", "Unconfirmed"
    ACTIVE = "active", "Subscribed"
    LEFT = "left", "Left"


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def pending(self) -> SubscriberQuerySet:
        return self.filter(confirmed_at=None, left_at=None)

    def active(self) -> SubscriberQuerySet:
        return self.filter(confirmed_at__isnull=False, left_at=None)

    def mailable(self) -> SubscriberQuerySet:
        """Subscribed, and nothing forbids to write to them now."""
        suppressed = Suppression.objects.filter(digest=models.OuterRef("digest"))
        awake = models.Q(paused_until=None) | models.Q(paused_until__lte=timezone.now())
        return self.active().filter(awake).exclude(models.Exists(suppressed))

    def left(self) -> SubscriberQuerySet:
        return self.filter(left_at__isnull=False)

    def in_state(self, state: str) -> SubscriberQuerySet:
        """Those in one state, or all for the empty one."""
        return getattr(self, State(state).value)() if state else self.all()

    def forget(self) -> int:
        """Delete these people with their proof, return how many. The database gives up proof only after the person it
        is about (migration 0011), so that no proof ever goes alone."""
        keys = list(self.values_list("pk", flat=True))
        with transaction.atomic():
            gone = Subscriber.objects.filter(pk__in=keys).delete()[1].get("newsletter.Subscriber", 0)
            ConsentEvent.objects.filter(subscriber__in=keys).erase()
        return gone

    def hold(self, pk: int | None, *, key: str) -> dict[int, Subscriber]:
        """This person and whoever has that key, locked in one order for all, so that no two wait for each other."""
        found = self.select_for_update().filter(models.Q(pk=pk) | models.Q(key=key))
        return {person.pk: person for person in found.order_by("pk")}

    def of(self, address: Address) -> Subscriber:
        """The row of a mailbox, made if there was none. The same two statements in both cases."""
        made = Subscriber(address=str(address), key=address.key, digest=digest_of(address.key))
        self.bulk_create([made], ignore_conflicts=True)
        return self.get(key=address.key)


class Subscriber(Movable):
    address = models.CharField(max_length=LONGEST, editable=False)
    key = models.CharField(max_length=LONGEST, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)  # what a suppression of it would bear
    handle = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what links hold: it tells nothing
    created_at = models.DateTimeField("first asked", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("confirmed", null=True, editable=False)
    left_at = models.DateTimeField("left", null=True, editable=False)
    paused_until = models.DateTimeField("wants nothing until", null=True, editable=False)
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="subscribers")  # none: everything
    labels = TaggableManager(through="newsletter.Labelling", blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("export_subscriber", "Can export subscribers"),
            ("import_subscriber", "Can import subscribers"),
            ("suppress_subscriber", "Can suppress and erase subscribers"),
        ]
        indexes = [
            models.Index(fields=["confirmed_at", "left_at"], name="subscriber_state"),
            # A state that few are in is listed without a walk through all the others.
            models.Index(fields=["id"], condition=models.Q(left_at__isnull=False), name="subscriber_left"),
            models.Index(
                fields=["paused_until"], condition=models.Q(paused_until__isnull=False), name="subscriber_paused"
            ),
            models.Index(fields=["digest"], name="subscriber_digest"),
            models.Index(
                fields=["id"],
                condition=models.Q(confirmed_at__isnull=True, left_at__isnull=True),
                name="subscriber_pending",
            ),
        ]
        # Without it a suppression would not be seen, and somebody who left be written to.
        constraints = [models.CheckConstraint(condition=~models.Q(digest=""), name="subscriber_has_digest")]

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

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.now()

    def join(self) -> None:
        """Become a subscriber, also after having left."""
        self.confirmed_at, self.left_at, self.paused_until = timezone.now(), None, None
        self.save(update_fields=["confirmed_at", "left_at", "paused_until"])
        Suppression.objects.lift(self.key)

    def leave(self, *, mechanism: ConsentEvent.Mechanism, network: str, by: AbstractBaseUser | None = None) -> None:
        """Leave now, taken off by a member of staff where `by` says so; doing it again changes nothing."""
        reason = Suppression.Reason.STAFF if by else Suppression.Reason.LEFT
        with transaction.atomic():
            now = timezone.now()
            if Subscriber.objects.filter(pk=self.pk, left_at=None).update(left_at=now):
                Suppression.objects.add_for(self.key, reason=reason)
                told = {"mechanism": mechanism, "network": network, "by": by, "happened_at": now}
                self.events.create(kind=ConsentEvent.Kind.LEFT, **told)

    def erase(self) -> None:
        """Forget the person with address, asks, labels, lines of imports and proof; of their letters a number stays
        that is nobody's. The keyed hash stays: nobody puts them on the list again. A second time changes nothing."""
        with transaction.atomic():
            ImportRow.objects.filter(key=self.key).delete()  # first: an import holds its lines before it holds people
            mine = Subscriber.objects.select_for_update().filter(pk=self.pk).first()
            if mine is None:
                return
            Suppression.objects.add_for(mine.key, reason=Suppression.Reason.LEFT)
            ImportRow.objects.filter(key=mine.key).delete()
            Subscriber.objects.filter(pk=mine.pk).forget()
