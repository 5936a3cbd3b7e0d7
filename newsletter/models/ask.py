"""Somebody asked for the newsletter at an address: what they saw, and the mail that answers."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from newsletter.addresses import Address
from newsletter.models.consent import ConsentEvent
from newsletter.models.evidence import Evidence
from newsletter.models.subscriber import Subscriber
from newsletter.tokens import DeadLink, keyed_hash

DAY = timedelta(days=1)
UNCONFIRMED_LIFE = timedelta(days=7)


class SpentLink(DeadLink):
    """The person has left since; only a new ask brings them back."""

    why = "spent"


class AskQuerySet(models.QuerySet["Ask"]):
    def due(self) -> AskQuerySet:
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def since(self, moment: datetime) -> AskQuerySet:
        return self.filter(asked_at__gt=moment)


class Ask(Evidence):
    """Its mail is due at `due_at`, which a lease or a failure moves on; null means that nothing is left to do."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="asks")
    handle = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mailbox = models.CharField("keyed hash of the mailbox", max_length=64, editable=False)
    domain = models.CharField(max_length=253, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField("next try", null=True, default=timezone.now, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField("mail sent", null=True, editable=False)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="ask_due"),
            models.Index(fields=["asked_at"], name="ask_asked"),
            models.Index(fields=["network", "asked_at"], name="ask_network"),
            models.Index(fields=["mailbox", "sent_at"], name="ask_mailbox"),
            models.Index(fields=["domain", "sent_at"], name="ask_domain"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"

    @classmethod
    def write(cls, address: Address, *, network: str, evidence: dict[str, Any]) -> Ask:
        """Write down that somebody asked. Every state of the address takes the same statements: nobody can tell."""
        with transaction.atomic():
            return cls.objects.create(
                subscriber=Subscriber.objects.of(address),
                mailbox=keyed_hash("mailbox", address.mailbox),
                domain=address.domain,
                network=network,
                **evidence,
            )

    def confirm(self, *, wording: int | None, network: str) -> None:
        """Subscribe the person, who agreed to `wording`; doing it again changes nothing. Raises SpentLink."""
        with transaction.atomic():
            self.subscriber = Subscriber.objects.select_for_update(no_key=True).get(pk=self.subscriber_id)
            if self.is_spent:
                raise SpentLink
            if not self.subscriber.is_active:
                self.subscriber.join()
                self._prove(wording=wording, network=network)

    @property
    def is_spent(self) -> bool:
        """The person left after asking: this link must not bring them back."""
        return self.subscriber.left_at is not None and self.subscriber.left_at >= self.asked_at

    @property
    def is_first_today(self) -> bool:
        """A mailbox gets one such mail a day: none was sent, and no earlier ask is about to send one."""
        others = Ask.objects.filter(mailbox=self.mailbox).exclude(pk=self.pk)
        waiting = Q(pk__lt=self.pk, due_at__isnull=False)
        return not others.filter(waiting | Q(sent_at__gt=timezone.now() - DAY)).exists()

    def lease(self, *, until: datetime) -> None:
        """Keep others from sending it until then. If we die, it is due again."""
        self.due_at, self.tries = until, self.tries + 1
        self.save(update_fields=["due_at", "tries"])

    def settle(self, *, due_at: datetime | None = None, sent_at: datetime | None = None) -> None:
        """Say what came of it, unless another has taken it since our lease ran out."""
        Ask.objects.filter(pk=self.pk, tries=self.tries).update(due_at=due_at, sent_at=sent_at)

    def _prove(self, *, wording: int | None, network: str) -> None:
        self.subscriber.events.create(
            kind=ConsentEvent.Kind.CONFIRMED,
            mechanism=ConsentEvent.Mechanism.CONFIRM_LINK,
            wording=wording,
            page=self.page,
            revision=self.revision,
            network=network,
            asked_at=self.asked_at,
            happened_at=self.subscriber.confirmed_at,
        )


def erase_unconfirmed() -> int:
    """After seven days forget every ask (what was confirmed is proved by its event) and whoever never confirmed."""
    edge = timezone.now() - UNCONFIRMED_LIFE
    Ask.objects.filter(asked_at__lt=edge).delete()
    return Subscriber.objects.pending().filter(created_at__lt=edge, asks=None).delete()[0]
