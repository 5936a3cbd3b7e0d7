"""One person's page: how it stands with them in words, what they chose and proved, which letters came."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from newsletter.admin.people.base import PeopleBase
from newsletter.disposable import is_disposable
from newsletter.many import why_not_lifted
from newsletter.models.ask import UNCONFIRMED_LIFE
from newsletter.models.consent import ConsentEvent
from newsletter.models.subscriber import State, Subscriber
from newsletter.models.suppression import Suppression
from newsletter.received import ban_of, received_by

LOGGED = 20  # acts of the staff that are shown


@dataclass
class Portrait:
    """All that the page tells of a person; asked for when it is drawn, in as many queries for anybody."""

    person: Subscriber

    @property
    def standing(self) -> str:
        """ "Subscribes since 3 March 2026, 14:05"."""
        person = self.person
        if person.state == State.LEFT:
            return f"Left on {moment(person.left_at)}"
        if person.state == State.ACTIVE:
            return f"Subscribes since {moment(person.confirmed_at)}"
        end = person.created_at + UNCONFIRMED_LIFE
        until = f", and is forgotten after {moment(end)} unless they do or ask anew" if end > timezone.now() else ""
        return f"Asked on {moment(person.created_at)} and has not confirmed{until}"

    @property
    def is_disposable(self) -> bool:
        return is_disposable(self.person.key.rpartition("@")[2])

    @cached_property
    def ban(self) -> Suppression | None:
        return ban_of(self.person)

    @property
    def is_staffs(self) -> bool:
        return self.ban is not None and self.ban.reason == Suppression.Reason.STAFF

    @cached_property
    def why_not_lifted(self) -> str:
        return why_not_lifted(self.person)

    @cached_property
    def topics(self) -> list[Any]:
        return list(self.person.topics.order_by("name"))

    @cached_property
    def labels(self) -> list[str]:
        return list(self.person.labellings.order_by("tag__name").values_list("tag__name", flat=True))

    @cached_property
    def events(self) -> list[ConsentEvent]:
        return list(self.person.events.select_related("by"))

    @cached_property
    def asks(self) -> list[Any]:
        return list(self.person.asks.all())

    @cached_property
    def received(self) -> list[Any]:
        return list(received_by(self.person))

    @cached_property
    def log(self) -> list[LogEntry]:
        return list(log_of(self.person)[:LOGGED])


def log_of(person: Subscriber) -> QuerySet[LogEntry]:
    kind = get_content_type_for_model(Subscriber)
    return LogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).select_related("user")


class OnePerson(PeopleBase):
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """To look at; each act is a page of its own."""
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        person = self.get_object(request, object_id)
        if person is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        may = {
            name: request.user.has_perm(f"newsletter.{right}")
            for name, right in {
                "see_letters": "view_delivery",
                "see_campaigns": "view_campaign",
                "see_proof": "view_consentevent",
                "label": "change_label",
                "suppress": "suppress_subscriber",
            }.items()
        }
        told = {"title": person.address, "person": person, "portrait": Portrait(person), "may": may}
        return self.drawn(request, "subscriber", told | (extra_context or {}))


def moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
