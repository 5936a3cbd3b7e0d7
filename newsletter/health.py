"""How healthy the list is, in counts about nobody: what came back, who is never reached, who never confirmed."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from newsletter.models.ask import UNCONFIRMED_LIFE
from newsletter.models.campaign import Campaign, State
from newsletter.models.delivery import Delivery, Fate
from newsletter.models.issue import TAKEN
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

LETTERS = 10  # the last ones, which the report is about
REASONS = 20
SILENT = 2  # letters in a row of which the mail server took none
MISSED = (Fate.FAILED, Fate.DEFERRED, Fate.IN_DOUBT)
BACK = (Fate.BOUNCED, Fate.FAILED, Fate.COMPLAINED)
BEGUN = [State.SENDING, State.PAUSED, State.SENT, State.REVIEW, State.CANCELLED]


class Health:
    """Counted when it is shown, in as many queries whatever the size; none reads all deliveries."""

    @cached_property
    def letters(self) -> list[Campaign]:
        """The last ones of which anything was handed over."""
        handed = Delivery.objects.filter(campaign=OuterRef("pk"), fate__in=[*TAKEN, *MISSED])
        return list(Campaign.objects.filter(Exists(handed), state__in=BEGUN).order_by("-pk")[:LETTERS])

    @cached_property
    def returned(self) -> list[tuple[str, str, int]]:
        """Of the last letters: what became of it, the reason, how many; the most frequent first."""
        rows = Delivery.objects.filter(campaign__in=self.letters, fate__in=BACK).order_by()
        found = rows.values_list("fate", "code", "reason").annotate(many=Count("pk")).order_by("-many")[:REASONS]
        return [(Fate(fate).label, reason or (str(code) if code else ""), many) for fate, code, reason, many in found]

    @cached_property
    def silent(self) -> int:
        """People who may be written to and of whose last letters, two at least, the mail server took none."""
        rows = Delivery.objects.filter(campaign__in=self.letters)
        missed = rows.filter(fate__in=MISSED, subscriber__isnull=False).order_by().values("subscriber")
        often = missed.annotate(many=Count("pk")).filter(many__gte=SILENT).values("subscriber")
        reached = rows.filter(subscriber=OuterRef("pk"), fate__in=TAKEN)
        return Subscriber.objects.mailable().filter(~Exists(reached), pk__in=often).count()

    @cached_property
    def suppressed(self) -> list[tuple[str, int]]:
        """By reason, each of them. People who were erased count as well: a hash is all that is kept of them."""
        counted = dict(Suppression.objects.order_by().values_list("reason").annotate(Count("pk")))
        return [(reason.label, counted.get(reason.value, 0)) for reason in Suppression.Reason]

    @cached_property
    def pending(self) -> list[tuple[str, int]]:
        """Who has not confirmed, by how long ago they asked first."""
        now = timezone.now()
        days = UNCONFIRMED_LIFE.days
        edges = [(f"{n} to {n + 1} days" if n else "less than a day", n, n + 1) for n in range(days)]
        counts = {
            f"d{start}": Count("pk", Q(created_at__lte=now - timedelta(start), created_at__gt=now - timedelta(end)))
            for _, start, end in edges
        }
        counts["more"] = Count("pk", Q(created_at__lte=now - UNCONFIRMED_LIFE))
        found = Subscriber.objects.pending().aggregate(**counts)
        told = [(words, found[f"d{start}"]) for words, start, _ in edges]
        return [*told, (f"{days} days and more, asked again since", found["more"])]

    @property
    def days(self) -> int:
        """After which whoever never confirmed is erased."""
        return UNCONFIRMED_LIFE.days
