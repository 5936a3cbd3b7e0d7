"""What readers tell us of a page, without an account and without anything about who they are."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone

from articles.models.publication import Publication
from articles.models.revision import Revision

VERDICTS = [("helped", "It helped"), ("unhelpful", "It did not help"), ("error", "Something is wrong")]
WINDOW = timedelta(hours=1)
EVERYBODY = 600  # rows within the window, whoever sends them
KEPT_FOR = timedelta(days=400)
WAITS = Q(settled_at__isnull=True) & ~Q(words="")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def waiting(self) -> FeedbackQuerySet:
        """Those with words that nobody has settled."""
        return self.filter(WAITS)

    def counted(self) -> FeedbackQuerySet:
        """Those that only say yes or no."""
        return self.filter(settled_at__isnull=True, words="")

    def worded(self) -> FeedbackQuerySet:
        """Those that say more than yes or no, or did until somebody removed the words."""
        return self.exclude(settled_at__isnull=True, words="")

    def settled(self) -> FeedbackQuerySet:
        return self.filter(settled_at__isnull=False)

    def settle(self, *, by: AbstractBaseUser) -> int:
        """Those of them that wait."""
        return self.waiting().update(settled_at=timezone.now(), settled_by=by)

    def errors_first(self) -> FeedbackQuerySet:
        """What waits before what is settled, errors before what was missing, the newest first."""
        rank = Case(When(WAITS & Q(verdict="error"), then=Value(0)), When(WAITS, then=Value(1)), default=Value(2))
        return self.annotate(rank=rank).order_by("rank", "-sent_at", "-pk")

    def recent(self) -> FeedbackQuerySet:
        return self.filter(sent_at__gt=timezone.now() - WINDOW)

    def is_flooded(self) -> bool:
        """Whether as many as we take came within the window: seen at one row, however many there are."""
        last = self.order_by("-pk").values_list("sent_at", flat=True)[EVERYBODY - 1 : EVERYBODY]
        return any(sent_at > timezone.now() - WINDOW for sent_at in last)

    def tallies(self, pages: set[int]) -> dict[int, dict[str, int]]:
        """How many said what of each of the `pages`: {page: {"helped": 12, "unhelpful": 3}}."""
        found: dict[int, dict[str, int]] = {page: {} for page in pages}
        counted = self.filter(page__in=pages).order_by().values_list("page", "verdict").annotate(number=Count("pk"))
        for page, verdict, number in counted:
            found[page][verdict] = number
        return found


class Feedback(models.Model):
    """One answer to "Was this helpful?" or one report of an error: over `revision`, at the heading `section` (its id),
    in the reader's `words`. Settled by somebody on the staff, who may note the `outcome`."""

    page = models.ForeignKey("Page", on_delete=models.PROTECT, related_name="feedback")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=VERDICTS)
    section = models.CharField(max_length=80, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=300, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        default_permissions = ("change", "view")
        ordering = ["-sent_at", "-pk"]
        verbose_name_plural = "feedback"
        indexes = [models.Index(fields=["page", "-sent_at"], name="feedback_newest")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.page}"

    @classmethod
    @transaction.atomic
    def hear(cls, said: Feedback, *, after: int | None = None) -> Feedback:
        """Keep what a reader said. The same words of a page within the window are one report; `after` is the bare "no"
        that these words belong to, so that it counts once."""
        list(Publication.objects.filter(page=said.page_id).select_for_update(no_key=True).values_list("pk"))
        of_page = cls.objects.recent().filter(page=said.page_id)
        if same := said.words and of_page.filter(words=said.words, verdict=said.verdict).first():
            return same
        if bare := of_page.counted().filter(pk=after, verdict=said.verdict).first():
            said.pk, said.sent_at = bare.pk, bare.sent_at
        said.save()
        return said

    @property
    def is_waiting(self) -> bool:
        return bool(self.words) and self.settled_at is None

    @property
    def is_bare(self) -> bool:
        """A yes or a no and nothing besides."""
        return not self.words and self.settled_at is None

    def settle(self, *, by: AbstractBaseUser, outcome: str = "", is_blanked: bool = False) -> None:
        """Somebody saw to it; who did so first stays written. Blanked words are gone for good."""
        if self.settled_at is None:
            self.settled_at, self.settled_by = timezone.now(), by
        self.outcome = outcome
        if is_blanked:
            self.words = ""
        self.save()


def forget_old() -> int:
    """Remove bare answers, and what was settled, after 400 days; what waits stays."""
    before = timezone.now() - KEPT_FOR
    is_old = Q(settled_at__lt=before) | Q(settled_at__isnull=True, words="", sent_at__lt=before)
    return Feedback.objects.filter(is_old).delete()[0]
