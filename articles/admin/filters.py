"""Ways to narrow a list of pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst

from articles.admin.kind import KINDS, kinds_for
from articles.admin.page import STATES
from articles.models import Page, Person, Topic

MOST = 100  # choices of one filter
SOON = timedelta(days=30)
REVIEWS = {"due": "Due within 30 days", "overdue": "Overdue", "signed": "Signed", "none": "Live and not signed"}


class Filter(admin.SimpleListFilter):
    """A filter whose address is its name."""

    def has_output(self) -> bool:
        return bool(self.lookup_choices)


class StateFilter(Filter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, word) for state, (word, _) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        return queryset.filter(STATES[self.value()][1]) if self.value() in STATES else queryset


class KindFilter(Filter):
    title = parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, capfirst(KINDS[kind]._meta.verbose_name_plural)) for kind in kinds_for(request)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class TopicFilter(Filter):
    title = parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Topic.objects.values_list("slug", "name")[:MOST])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        return queryset.filter(page_topics__tag__slug=self.value()) if self.value() else queryset


class WhoseFilter(Filter):
    """Begun by somebody, or what I have worked on."""

    title, parameter_name = "whose", "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        begun = Page.objects.filter(created_by=OuterRef("pk"))
        others = User.objects.filter(Exists(begun)).exclude(pk=request.user.pk).order_by("username")
        names = [(name, f"Begun by {name}") for name in others.values_list("username", flat=True)[:MOST]]
        return [("mine", "Mine"), *names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        if self.value() == "mine":
            return worked_on(queryset, request.user)
        return queryset.filter(created_by__username=self.value()) if self.value() else queryset


class AuthorFilter(Filter):
    title, parameter_name = "author", "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Person.objects.values_list("key", "name")[:MOST])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        return queryset.filter(authors__key=self.value()) if self.value() else queryset


class ReviewFilter(Filter):
    title, parameter_name = "review", "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("due", "Due within 30 days"),
            ("overdue", "Overdue"),
            ("signed", "Signed"),
            ("none", "Never, but live"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        known = {
            "due": due_by(timezone.localdate() + SOON),
            "overdue": due_by(timezone.localdate() - timedelta(days=1)),
            "signed": Q(publication__reviewed__isnull=False),
            "none": Q(is_live=True, publication__reviewed__isnull=True),
        }
        return queryset.filter(known[self.value()]) if self.value() in known else queryset


def due_by(day: date) -> Q:
    """Live pages whose next review is due on `day` at the latest."""
    return Q(publication__review_due__lte=day)


def worked_on(pages: QuerySet[Page], user: AbstractBaseUser) -> QuerySet[Page]:
    """Those that `user` began or changed."""
    kinds = [kind._meta.model_name for kind in KINDS.values()]
    acts = LogEntry.objects.filter(user=user, content_type__app_label="articles", content_type__model__in=kinds)
    named = pages.annotate(name=Cast("pk", CharField()))
    return named.filter(Q(created_by=user) | Q(name__in=acts.values("object_id")))
