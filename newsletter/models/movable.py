"""What a subscriber can do about their address: have the letters sent to another one."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from newsletter.addresses import Address
from newsletter.models.consent import ConsentEvent
from newsletter.models.suppression import Suppression, digest_of


class Movable(models.Model):
    """For Subscriber alone. Every row that these verbs name is locked by who calls them."""

    class Meta:
        abstract = True

    @property
    def may_move(self) -> bool:
        """Who left, complained or was taken off gets no letters anywhere by moving; mail that came back is a reason
        to move."""
        others = Suppression.objects.filter(digest=self.digest).exclude(reason=Suppression.Reason.BOUNCED)
        return self.is_active and not others.exists()

    def move(self, address: Address, *, to: Any, **proof: Any) -> None:
        """Get the letters at `address`, which is theirs: they pressed the button behind a link that went there, so that
        what was held against it is lifted, as by joining. Where somebody is known by it already, `to`, the two become
        that one, and this row stays with its proof as one that left."""
        if to is None:
            changed = {"address": str(address), "key": address.key, "digest": digest_of(address.key)}
            Suppression.objects.lift(address.key)
        else:
            to.take_over(self, **proof)
            changed = {"left_at": timezone.now(), "paused_until": None}
            Suppression.objects.add_for(self.key, reason=Suppression.Reason.LEFT)
        type(self).objects.filter(pk=self.pk).update(**changed)
        self._forward(address, heir=to or self)
        self._note_move(**proof)

    def take_over(self, other: Any, **proof: Any) -> None:
        """Get every letter that either wanted, and bear what both were called."""
        mine, theirs = (set(person.topics.all()) for person in (self, other))
        if self.is_active:
            self.topics.set(mine | theirs if mine and theirs else set())  # none chosen: every letter
            Suppression.objects.lift(self.key)
        else:
            self.join()
            type(self).objects.filter(pk=self.pk).update(paused_until=other.paused_until)
            self.topics.set(theirs)
        self.labels.add(*other.labels.all())
        self._note_move(**proof)

    def _forward(self, address: Address, *, heir: Any) -> None:
        """Letters that wait go along, unless the heir gets them anyway."""
        waiting = self.deliveries.waiting()
        if heir != self:
            waiting = waiting.exclude(campaign__in=heir.deliveries.values("campaign"))
        waiting.update(subscriber=heir, domain=address.domain)

    def _note_move(self, **proof: Any) -> None:
        kind, mechanism = ConsentEvent.Kind.MOVED, ConsentEvent.Mechanism.CHANGE_LINK
        self.events.create(kind=kind, mechanism=mechanism, **proof)
