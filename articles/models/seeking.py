"""What readers look for in other words than ours, and what they looked for in vain."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from articles.models.site import SiteVersion
from articles.search.words import folded

KEPT_FOR = timedelta(days=90)
A_DAY = 500  # different searches that are kept of one day
MOST_LETTERS, MOST_WORDS = 60, 6  # more is a story, and a story may say who tells it
PRIVATE = re.compile(r"@|://|(?:\d[\s()./-]*){6}")  # an e-mail address, an address of the web, a telephone number


class Synonym(models.Model):
    """Whoever looks for `word` also finds what says `means`; not the other way round."""

    word = models.CharField(
        "readers type",
        max_length=60,
        unique=True,
        help_text="A word or a few, for example ketum. Capitals do not count.",
    )
    means = models.CharField("our pages say", max_length=60, help_text="For example kratom.")

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return f"{self.word} → {self.means}"

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(**kwargs)
            SiteVersion.advance()

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            SiteVersion.advance()
            return super().delete(**kwargs)

    def clean(self) -> None:
        super().clean()
        self.word = " ".join(folded(self.word))
        self.means = " ".join(folded(self.means))
        if not self.word or not self.means:
            raise ValidationError("Write a word of letters or digits on each side.")
        if self.word == self.means:
            raise ValidationError("Both sides are the same word.")


class MissedQuerySet(models.QuerySet["Missed"]):
    def together(self) -> QuerySet[Missed]:
        """Each search once, as its newest row, with `times` over all days and `days`, how many those were."""
        of_words = Missed.objects.filter(words=OuterRef("words")).order_by().values("words")
        times = of_words.annotate(sum=Sum("count")).values("sum")
        days = of_words.annotate(sum=models.Count("pk")).values("sum")
        newest = Missed.objects.order_by().values("words").annotate(newest=Max("pk")).values("newest")
        return self.filter(pk__in=newest).annotate(times=Subquery(times), days=Subquery(days))


class Missed(models.Model):
    """Words that found nothing on a day, and how often. Nothing is kept of who looked."""

    day = models.DateField()
    words = models.CharField(max_length=MOST_LETTERS)
    count = models.PositiveIntegerField(default=1)

    objects = MissedQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        verbose_name = "search that found nothing"
        verbose_name_plural = "searches that found nothing"
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="missed_once_a_day")]
        indexes = [models.Index(fields=["words"], name="missed_by_words")]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def note(cls, typed: str) -> bool:
        """Count it, unless it may say who looked, or the day is full; a database that takes nothing is no reason not to
        answer."""
        words = worth_keeping(typed)
        if not words:
            return False
        today = timezone.localdate()
        try:
            with transaction.atomic():
                if cls.objects.filter(day=today, words=words).update(count=F("count") + 1):
                    return True
                if cls.objects.filter(day=today).count() >= A_DAY:
                    return False
                cls.objects.bulk_create(
                    [cls(day=today, words=words)],
                    update_conflicts=False,
                    ignore_conflicts=True,
                )
        except DatabaseError:
            return False
        return True


def worth_keeping(typed: str) -> str:
    """The words as they are counted, or nothing."""
    words = folded(typed)
    said = " ".join(words)
    is_private = PRIVATE.search(typed) or len(words) > MOST_WORDS or len(typed.strip()) > MOST_LETTERS
    return "" if is_private else said


def forget_old() -> int:
    """Remove what was looked for in vain more than ninety days ago."""
    return Missed.objects.filter(day__lt=timezone.localdate() - KEPT_FOR).delete()[0]
