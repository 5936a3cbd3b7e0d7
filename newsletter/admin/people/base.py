"""What every screen of people has in common: who may do what, and a log that never holds an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from newsletter.admin.campaigns.base import NUMBER
from newsletter.admin.reading import ReadOnlyAdmin
from newsletter.models.subscriber import Subscriber


class PeopleBase(ReadOnlyAdmin):
    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Subscriber | None:
        """Nothing also for a number that no database can hold."""
        return super().get_object(request, object_id, from_field) if NUMBER.fullmatch(str(object_id)) else None

    def person_for(self, request: HttpRequest, object_id: str, *, may: str) -> Subscriber:
        """The person of this address; 403 for whoever may not `may` it, 404 where there is nobody."""
        if not self.has_view_permission(request) or not request.user.has_perm(f"newsletter.{may}"):
            raise PermissionDenied
        person = self.get_object(request, unquote(object_id))
        if person is None:
            raise Http404("Nobody is kept under this number.")
        return person

    def address(self, screen: str, person: Subscriber) -> str:
        return reverse(f"admin:newsletter_subscriber_{screen}", args=[person.pk])

    def screen(self, name: str, view: Callable[..., HttpResponse], *, of_one: bool = False) -> URLPattern:
        route = f"<path:object_id>/{name}/" if of_one else f"{name}/"
        return path(route, self.admin_site.admin_view(view), name=f"newsletter_subscriber_{name}")

    def drawn(self, request: HttpRequest, template: str, told: dict[str, Any], *, status: int = 200) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **told}
        return TemplateResponse(request, f"newsletter/admin/{template}.html", context, status=status)


def note(request: HttpRequest, people: Iterable[int], words: str, *, flag: int) -> None:
    """A line in the log for each of these people, by their number: an erased address must be gone."""
    kind = get_content_type_for_model(Subscriber)
    about = {"user_id": request.user.pk, "content_type": kind, "action_flag": flag, "change_message": words}
    LogEntry.objects.bulk_create(
        (LogEntry(object_id=str(pk), object_repr=f"Subscriber {pk}", **about) for pk in people), batch_size=1000
    )
