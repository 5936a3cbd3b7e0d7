"""One letter to one person. The rows of a campaign are its queue and its account: their sum is always the audience."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from newsletter.models.campaign import Campaign
from newsletter.models.subscriber import Subscriber


class Fate(models.IntegerChoices):
    QUEUED = 0, "Waiting"
    CLAIMED = 1, "Taken by a worker"
    SENDING = 2, "Being handed over"
    DEFERRED = 3, "To be tried again"
    ACCEPTED = 4, "Accepted by the mail server"
    FAILED = 5, "Refused for good"
    SKIPPED = 6, "Not sent"
    IN_DOUBT = 7, "In doubt"
    BOUNCED = 8, "Came back"
    COMPLAINED = 9, "Reported as spam"
    DELIVERED = 10, "Delivered, says the provider"


OPEN = (Fate.QUEUED, Fate.CLAIMED, Fate.SENDING, Fate.DEFERRED)
WAITING = (Fate.QUEUED, Fate.DEFERRED)
TAKEN = (Fate.CLAIMED, Fate.SENDING)


def _one_of(fates: Iterable[Fate]) -> RawSQL:
    """As in the condition of an index, without parameters: SQLite uses such an index for nothing else."""
    return RawSQL(f"fate IN ({', '.join(str(fate.value) for fate in fates)})", [], output_field=models.BooleanField())


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> DeliveryQuerySet:
        return self.filter(_one_of(WAITING))

    def taken(self) -> DeliveryQuerySet:
        return self.filter(_one_of(TAKEN))

    def open(self) -> DeliveryQuerySet:
        return self.filter(fate__in=OPEN)

    def in_doubt(self) -> DeliveryQuerySet:
        return self.filter(fate=Fate.IN_DOUBT)

    def tally(self) -> dict[int, int]:
        """How many of each fate; fates that nobody has are 0."""
        counted = dict(self.order_by().values_list("fate").annotate(models.Count("pk")))
        return {fate.value: counted.get(fate.value, 0) for fate in Fate}


class Delivery(models.Model):
    """`fence` grows with each claim: whoever holds an older number can no longer write. A lease that ran out gives a
    claimed row back and leaves one that was being handed over in doubt. Without `subscriber` the person was erased."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    domain = models.CharField(max_length=253)
    fate = models.PositiveSmallIntegerField(choices=Fate, default=Fate.QUEUED)
    due_at = models.DateTimeField(default=timezone.now)
    fence = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    code = models.PositiveSmallIntegerField(null=True)  # of the mail server's last answer (RFC 5321 §4.2)
    reason = models.CharField(max_length=120, blank=True)  # never with an address in it
    handed_at = models.DateTimeField(null=True)  # when the last handing over began
    settled_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["campaign", "subscriber"], name="delivered_once")]
        indexes = [
            models.Index(fields=["campaign", "due_at", "id"], condition=Q(fate__in=[0, 3]), name="delivery_due"),
            models.Index(fields=["leased_until"], condition=Q(fate__in=[1, 2]), name="delivery_leased"),
            models.Index(fields=["campaign", "fate"], name="delivery_tally"),
        ]

    def __str__(self) -> str:
        return f"{self.get_fate_display()} ({self.pk})"


class DeliveryEvent(models.Model):
    """What a provider, a webhook or a bounce told of a delivery, each telling once."""

    KINDS = [
        ("delivered", "Delivered"),
        ("deferred", "Deferred"),
        ("bounced", "Came back"),
        ("complained", "Reported as spam"),
        ("left", "Left"),
    ]

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=KINDS)
    source = models.CharField(max_length=20)  # webhook, anymail, mailbox
    token = models.CharField(max_length=64, unique=True)  # hash of what makes the telling this one
    detail = models.CharField(max_length=120, blank=True)
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ("view",)
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_at:%Y-%m-%d %H:%M}"


class Seen(models.Model):
    """A signed call that was taken already: it is not taken again."""

    token = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token[:12]
