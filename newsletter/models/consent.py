"""Proof of consent: what happened, when, how, and to which exact words. Added to, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsletter.models.evidence import Evidence


class Unchangeable(TypeError):
    """Proof that could be changed would prove nothing."""


class ConsentEventQuerySet(models.QuerySet["ConsentEvent"]):
    def update(self, **changes: Any) -> NoReturn:
        raise Unchangeable("A consent event is never changed.")

    def delete(self) -> NoReturn:
        raise Unchangeable("A consent event is never deleted.")

    def erase(self) -> None:
        """Only after the person it is about, in the same transaction: see Subscriber.erase. The database refuses it
        otherwise, as it refuses every change."""
        super().delete()


class ConsentEvent(Evidence):
    """One act of one person: joining or leaving."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        LEFT = "left", "Left"
        MOVED = "moved", "Changed the address"

    class Mechanism(models.TextChoices):
        CONFIRM_LINK = "confirm_link", "Button behind the link in a confirmation mail"
        LEAVE_LINK = "leave_link", "Button behind the leave link"
        ONE_CLICK = "one_click", "One-click unsubscribe of a mail program (RFC 8058)"
        CHANGE_LINK = "change_link", "Button behind the link that was mailed to the new address"
        IMPORTED = "imported", "Imported with a statement of proof"
        STAFF = "staff", "Staff, at the person's request"
        DEMONSTRATION = "demonstration", "Demonstration: nobody did this"

    subscriber = models.ForeignKey("newsletter.Subscriber", on_delete=models.DO_NOTHING, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    mechanism = models.CharField(max_length=20, choices=Mechanism)
    proof = models.TextField("proof that staff stated", blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )  # the member of staff, where one did it
    asked_at = models.DateTimeField(null=True, editable=False)
    happened_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        ordering = ["happened_at", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["page", "subscriber"], name="consent_page")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_at:%Y-%m-%d %H:%M}"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable("A consent event is never changed.")
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, **kwargs: Any) -> NoReturn:
        raise Unchangeable("A consent event is never deleted.")
