"""A revision waiting for its hour, or a withdrawal waiting for its own. Gone once it has come."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
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
                    page.withdraw_at_last(by=self.by, why=self.why)
        except (Refused, AddressTaken) as refusal:
            Schedule.objects.filter(pk=self.pk).update(refused=str(refusal)[:300])
            logger.warning("Schedule %s was refused: %s", self.pk, refusal)
            return False
        return True

    def cancel(self) -> bool:
        """Never mind; False where its hour was quicker."""
        with transaction.atomic():
            self.page.locked()
            return bool(Schedule.objects.filter(pk=self.pk).delete()[0])

    def try_again(self, *, by: AbstractBaseUser) -> str:
        """Once more, now, what was refused at its hour. Returns why it still cannot be done, or nothing."""
        if not self.refused:
            return "Its hour has not come yet."
        self.by = by
        if self.run():
            return ""
        still = Schedule.objects.filter(pk=self.pk).first()
        return still.refused if still else "Somebody was quicker: it does not wait any more."


def run_due() -> int:
    """The worker's tick: what is due, one after the other, then what shows an old record. Returns how much was done.
    Where one fails, which is not to be refused, what its page has after it waits for the next tick, too."""
    done, failed = 0, set()
    for schedule in Schedule.objects.due().select_related("page", "revision", "by"):
        if schedule.page_id in failed:
            continue
        try:
            done += schedule.run()
        except Exception:
            logger.exception("Schedule %s failed and will be tried again", schedule.pk)
            failed.add(schedule.page_id)
    return done + Renewal.objects.look_again()
