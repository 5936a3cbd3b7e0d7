"""Which revision readers were shown, from when until when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models.revision import Revision


class ShowingQuerySet(models.QuerySet["Showing"]):
    def of(self, path: str) -> ShowingQuerySet:
        """Those of the page that is live at `path`, each with its revision but not with what that says, and
        with the `title` and `kind` that the page has today."""
        light = self.select_related("revision").defer("revision__content", "revision__html")
        about = {name: F(f"page__publication__{name}") for name in ("title", "kind")}
        return light.filter(page__publication__path=path).annotate(**about)

    def on(self, day: date) -> ShowingQuerySet:
        """Those that readers were shown at some moment of `day`, in the time of the site, newest first. Where there are
        none, the last one before it, which had ended by then."""
        begins, ends = midnight(day), midnight(day + timedelta(days=1))
        begun = self.filter(shown_from__lt=ends)
        return begun.filter(Q(shown_until=None) | Q(shown_until__gt=begins) | Q(pk=Subquery(begun.values("pk")[:1])))

    def told(self) -> ShowingQuerySet:
        """With what a version tells of its page: `first_at` and `changed_at`, when readers first got the page and when,
        up to then, a major change; `later`, how many versions came after it."""
        siblings = Showing.objects.filter(page=OuterRef("page")).order_by("shown_from")
        until_then = siblings.filter(shown_from__lte=OuterRef("shown_from"), revision__is_major=True)
        after = siblings.filter(shown_from__gt=OuterRef("shown_from")).order_by().values("page")
        first = Subquery(siblings.values("shown_from")[:1])
        return self.annotate(
            first_at=first,
            changed_at=Coalesce(Subquery(until_then.reverse().values("shown_from")[:1]), first),
            later=Coalesce(Subquery(after.annotate(count=Count("pk")).values("count")), 0),
        )

    def following(self) -> ShowingQuerySet:
        """With `before_id`, `before_hash`, `before_from`: what readers were shown before, its hash, and since when."""
        older = Q(shown_from__lt=OuterRef("shown_from")) | Q(shown_from=OuterRef("shown_from"), pk__lt=OuterRef("pk"))
        before = Showing.objects.filter(older, page=OuterRef("page")).order_by("-shown_from", "-pk")
        facts = {"before_id": "revision", "before_hash": "revision__sha256", "before_from": "shown_from"}
        return self.annotate(**{name: Subquery(before.values(field)[:1]) for name, field in facts.items()})

    def seen_later(self) -> ShowingQuerySet:
        """With `is_repeated`: whether the same text was shown once more, later."""
        same = Q(revision__sha256=OuterRef("revision__sha256"), shown_from__gt=OuterRef("shown_from"))
        return self.annotate(is_repeated=Exists(Showing.objects.filter(same, page=OuterRef("page"))))

    def first_of(self, page_id: int) -> datetime:
        """When the page first went live."""
        return self.filter(page_id=page_id).earliest("shown_from").shown_from

    def open(self) -> ShowingQuerySet:
        return self.filter(shown_until__isnull=True)


class Showing(models.Model):
    """Answers "the page on 1 March" and "wrong from when until when". The open one is what readers see now."""

    page = models.ForeignKey("Page", on_delete=models.PROTECT, related_name="showings")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="showings")
    shown_from = models.DateTimeField()
    shown_until = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    why_ended = models.CharField(max_length=300, blank=True)  # what readers were told when the page was withdrawn

    objects = ShowingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-shown_from", "-pk"]
        indexes = [
            models.Index(fields=["page", "shown_from"], name="showing_by_day"),
            models.Index(fields=["-shown_from", "-id"], name="showing_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.revision} from {self.shown_from:%Y-%m-%d %H:%M}"

    def had_ended_by(self, day: date) -> bool:
        return self.shown_until is not None and self.shown_until <= midnight(day)

    @classmethod
    def start(cls, revision: Revision, *, by: AbstractBaseUser, at: datetime) -> Showing:
        """Readers see `revision` from now on; what they saw before ends at the same moment."""
        cls.end(revision.page_id, at=at)
        return cls.objects.create(page_id=revision.page_id, revision=revision, shown_from=at, by=by, why=revision.note)

    @classmethod
    def end(cls, page_id: int, *, at: datetime, why: str = "") -> None:
        cls.objects.open().filter(page_id=page_id).update(shown_until=at, why_ended=why)


def midnight(day: date) -> datetime:
    """When `day` begins, in the time of the site; where the clock leaps over midnight, the moment of the leap."""
    return timezone.make_aware(datetime.combine(day, time.min))
