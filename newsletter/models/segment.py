"""Part of the subscribers, described by what they chose and when they came; never by a query that somebody typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, Model, OuterRef
from django.utils import timezone
from taggit.models import ItemBase, TagBase

from newsletter.models.consent import ConsentEvent
from newsletter.models.subscriber import Subscriber, SubscriberQuerySet


class Label(TagBase):
    """What staff note of a subscriber, such as a congress where they joined; readers never see it."""

    class Meta:
        ordering = ["name"]


class Labelling(ItemBase):
    tag = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="labellings")
    content_object = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="labellings")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="labelled_once")]

    def __str__(self) -> str:
        return f"{self.content_object} as {self.tag}"


class Segment(models.Model):
    """Every condition that is filled in must hold. Empty: everybody who subscribes."""

    name = models.CharField(max_length=120, unique=True)
    topics = models.ManyToManyField(
        "articles.Topic",
        blank=True,
        related_name="+",
        help_text="Who chose one of these, and who chose none at all: they asked for everything.",
    )
    labels = models.ManyToManyField(Label, blank=True, related_name="+", help_text="Who bears one of these.")
    joined_from = models.DateField(null=True, blank=True, help_text="Confirmed on this day or later.")
    joined_until = models.DateField(null=True, blank=True, help_text="Confirmed on this day or earlier.")
    source = models.CharField(
        "joined on", max_length=120, blank=True, help_text="The address of the page, as in articles/sleep."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def audience(self) -> SubscriberQuerySet:
        """Who is in it now and may be written to."""
        days = {"joined_from": self.joined_from, "joined_until": self.joined_until}
        return chosen(topics=self.topics.all(), labels=self.labels.all(), source=self.source, **days)


def chosen(
    *,
    topics: Iterable[Model] = (),
    labels: Iterable[Model] = (),
    joined_from: date | None = None,
    joined_until: date | None = None,
    source: str = "",
    among: SubscriberQuerySet | None = None,
    **other: Any,
) -> SubscriberQuerySet:
    """Who meets these conditions, saved or just typed, and may be written to; or whoever does `among` these people.
    Nobody is there twice, so nothing has to be sorted out of a million."""
    found = Subscriber.objects.mailable() if among is None else among
    if wanted := [topic.pk for topic in topics]:
        found = found.exclude(Exists(_choosing_others(wanted)))
    if wanted := [label.pk for label in labels]:
        found = found.filter(pk__in=Labelling.objects.filter(tag__in=wanted).values("content_object"))
    if joined_from:
        found = found.filter(confirmed_at__gte=_midnight(joined_from))
    if joined_until:
        found = found.filter(confirmed_at__lt=_midnight(joined_until + timedelta(days=1)))
    if page := source.strip("/ "):
        joined = ConsentEvent.objects.filter(kind=ConsentEvent.Kind.CONFIRMED, page=page)
        found = found.filter(pk__in=joined.values("subscriber"))
    return found


def _choosing_others(wanted: list[int]) -> models.QuerySet[Any]:
    """Of the subscriber outside: what they chose, where none of it is wanted. Said in this way the databases join it;
    "one of these or nothing at all" they ask anew for each of a million."""
    choices = Subscriber.topics.through.objects
    among = choices.filter(subscriber=OuterRef("subscriber"), topic__in=wanted)
    return choices.filter(subscriber=OuterRef("pk")).exclude(topic__in=wanted).exclude(Exists(among))


def _midnight(day: date) -> datetime:
    """When the day begins in the zone of the site; a moment can be looked up in an index, a day cannot."""
    return timezone.make_aware(datetime.combine(day, time()))
