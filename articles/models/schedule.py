"""A revision waiting for its hour, or a withdrawal waiting for its own. Gone once it has come."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from articles.models.page import Page
from articles.models.publication import AddressTaken
from articles.models.refused import Refused
from articles.models.renewal import Renewal
from articles.models.revision import Revision

logger = logging.getLogger(__name__)


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def due(self) -> ScheduleQuerySet:
        """Those whose hour has come, in its order; what was refused waits for a person."""
        return self.filter(at__lte=timezone.now(), refused="").order_by("at", "pk")


class Schedule(models.Model):
    """Readers get `revision` at `at`, or, where there is none, lose the page. `refused`: why it could not be done."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="schedules")
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="schedules")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    refused = models.CharField(max_length=300, blank=True, editable=False)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="schedule_due")]

    def __str__(self) -> str:
        return f"{self.page} at {self.at:%Y-%m-%d %H:%M}"

    def run(self) -> bool:
        """Do it, unless another worker has. What is refused stays, with the reason, and stops no other."""
        try:
            with transaction.atomic():
                page = self.page.in_kind().locked()
                if not Schedule.objects.filter(pk=self.pk).delete()[0]:
                    return False
                if self.revision:
                    page.show_at_last(self.revision, by=self.by)
                else:
                    page.withdraw(by=self.by, why=self.why)
        except (Refused, AddressTaken) as refusal:
            Schedule.objects.filter(pk=self.pk).update(refused=str(refusal)[:300])
            logger.warning("Schedule %s was refused: %s", self.pk, refusal)
            return False
        return True


def run_due() -> int:
    """The worker's tick: what is due, one after the other, then what shows an old record. Returns how much was done."""
    done = sum(schedule.run() for schedule in Schedule.objects.due().select_related("page", "revision", "by"))
    return done + Renewal.objects.run()
