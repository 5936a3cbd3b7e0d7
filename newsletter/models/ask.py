"""Somebody asked for something at an address: what they saw, and the mail that answers."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from newsletter.addresses import LONGEST, Address, parse
from newsletter.models.consent import ConsentEvent
from newsletter.models.evidence import Evidence
from newsletter.models.importing import ImportRow
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression
from newsletter.tokens import DeadLink, ExpiredLink, keyed_hash

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

    class Kind(models.TextChoices):
        JOIN = "join", "To join"
        MOVE = "move", "To change the address"
        MOVED = "moved", "To tell the address that was left"
        RIGHTS = "rights", "For the link to everything that is held"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.JOIN, editable=False)
    new_address = models.CharField(
        max_length=LONGEST, blank=True, editable=False
    )  # where the mail goes, if not to the subscriber; emptied when somebody has moved there
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.CASCADE, related_name="asks"
    )  # null: nobody is known by the address that asks what is held
    brought_in = models.ForeignKey(
        "newsletter.Import", null=True, editable=False, db_index=False, on_delete=models.PROTECT, related_name="+"
    )  # nobody asked: staff brought the address in, and `asked_at` is when its mail is due
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
            return cls._of(address, subscriber=Subscriber.objects.of(address), network=network, **evidence)

    @classmethod
    def to_move(cls, subscriber: Subscriber, address: Address, *, network: str) -> Ask:
        """They want the letters at another address. Whether that one is known is not even looked at."""
        told = {"new_address": str(address), "network": network}
        return cls._of(address, kind=cls.Kind.MOVE, subscriber=subscriber, **told)

    @classmethod
    def for_rights(cls, address: Address, *, network: str) -> Ask:
        """Somebody wants to know what is held. For an address that nobody is known by nothing but this is written."""
        subscriber = Subscriber.objects.filter(key=address.key).first()
        told = {"new_address": "" if subscriber else str(address), "network": network}
        return cls._of(address, kind=cls.Kind.RIGHTS, subscriber=subscriber, **told)

    @classmethod
    def _of(cls, address: Address, **told: Any) -> Ask:
        mailbox = keyed_hash("mailbox", address.mailbox)
        return cls.objects.create(mailbox=mailbox, domain=address.domain, **told)

    def confirm(self, *, wording: int | None, network: str) -> None:
        """Subscribe the person, who agreed to `wording`; doing it again changes nothing. Raises SpentLink."""
        with transaction.atomic():
            self.subscriber = Subscriber.objects.select_for_update(no_key=True).filter(pk=self.subscriber_id).first()
            if self.subscriber is None:  # erased a moment ago
                raise ExpiredLink
            if self.is_spent:
                raise SpentLink
            if not self.subscriber.is_active:
                self.subscriber.join()
                self._prove(wording=wording, network=network)

    def move(self, *, wording: int | None, network: str) -> None:
        """Let the letters go to the new address, under the words of `wording`; doing it again changes nothing. Raises
        SpentLink where the person gets no letters any more, ExpiredLink where they were erased."""
        before = self.subscriber.key if self.subscriber else ""
        try:
            self._move(wording=wording, network=network)
        except IntegrityError:  # the new address became somebody's at this very moment: now that is seen
            self._move(wording=wording, network=network)
        if not Subscriber.objects.filter(key=before).exists():  # lists that were brought in forget the old one, too
            ImportRow.objects.filter(key=before).delete()

    @transaction.atomic
    def _move(self, *, wording: int | None, network: str) -> None:
        if not self.new_address:
            return
        address = parse(self.new_address)
        people = Subscriber.objects.hold(self.subscriber_id, key=address.key)
        now = Ask.objects.filter(pk=self.pk).first()
        if now is None or now.subscriber_id not in people:
            raise ExpiredLink
        if not now.new_address:
            return
        mover = people.pop(now.subscriber_id)
        if not mover.may_move:
            raise SpentLink
        left = parse(mover.address)
        mover.move(address, to=next(iter(people.values()), None), **self._proof(wording=wording, network=network))
        Ask.objects.filter(pk=self.pk).update(new_address="")
        if not Suppression.objects.holds(left.key, reason=Suppression.Reason.BOUNCED):
            self._of(left, kind=Ask.Kind.MOVED, subscriber=mover, new_address=str(left), network=network)

    @property
    def destination(self) -> str:
        """Where the mail goes."""
        return self.new_address or self.subscriber.address

    @property
    def is_spent(self) -> bool:
        """The person left after asking: this link must not bring them back."""
        return self.subscriber.left_at is not None and self.subscriber.left_at >= self.asked_at

    @property
    def is_first_today(self) -> bool:
        """A mailbox gets one mail of a kind a day: none was sent, and no earlier ask is about to send one. That letters
        go elsewhere is told each time."""
        if self.kind == Ask.Kind.MOVED:
            return True
        others = Ask.objects.filter(mailbox=self.mailbox, kind=self.kind).exclude(pk=self.pk)
        waiting = Q(pk__lt=self.pk, due_at__isnull=False, brought_in=None)  # those wait for days
        return not others.filter(waiting | Q(sent_at__gt=timezone.now() - DAY)).exists()

    @property
    def is_wanted(self) -> bool:
        """Of an address that staff brought in: whether it still has to be asked. Others asked themselves, and only who
        left since gets nothing at a new address."""
        if self.kind == Ask.Kind.MOVE:
            return Subscriber.objects.active().filter(pk=self.subscriber_id).exists()
        if self.brought_in_id is None:
            return True
        is_asked = Ask.objects.filter(subscriber=self.subscriber_id, sent_at__isnull=False).exists()
        is_pending = not self.subscriber.confirmed_at and not self.subscriber.left_at
        return is_pending and not is_asked and not Suppression.objects.holds(self.subscriber.key)

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
            happened_at=self.subscriber.confirmed_at,
            **self._proof(wording=wording, network=network),
        )

    def _proof(self, **told: Any) -> dict[str, Any]:
        """What the ask itself adds to the proof of what came of it."""
        return told | {"page": self.page, "revision": self.revision, "asked_at": self.asked_at}


def erase_unconfirmed() -> int:
    """After seven days forget every ask (what was confirmed is proved by its event) and whoever never confirmed."""
    edge = timezone.now() - UNCONFIRMED_LIFE
    Ask.objects.filter(asked_at__lt=edge).delete()
    asking = Ask.objects.filter(subscriber=OuterRef("pk"), kind=Ask.Kind.JOIN)
    return Subscriber.objects.pending().filter(~Exists(asking), created_at__lt=edge).delete()[0]
