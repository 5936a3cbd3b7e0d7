"""The list of people: the newest first, found by a plain form, page by page without counting them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from newsletter.admin.campaigns.base import NUMBER
from newsletter.admin.people.acts import ACTS
from newsletter.admin.people.several import Several
from newsletter.admin.people.terms import FindForm
from newsletter.disposable import is_disposable
from newsletter.finding import FIRST, SHOWN, THEN, Found, Place, about_how_many, look
from newsletter.models.segment import Labelling
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

MOST = sum((FIRST, *THEN))


@dataclass(frozen=True)
class Line:
    """A person with what the list says of them."""

    person: Subscriber
    ban: str
    labels: list[str]

    @property
    def is_disposable(self) -> bool:
        return is_disposable(self.person.key.rpartition("@")[2])


class Listing(Several):
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        terms = FindForm(request.GET)
        if request.method == "POST" and "action" in request.POST:
            return self.act_on_several(request, terms)
        found = found_by(request, terms) if terms.is_valid() else None
        told = {
            "title": "Subscribers",
            "terms": terms,
            "found": found,
            "lines": lines_of(found.people) if found else [],
            "acts": [(name, act.title) for name, act in ACTS.items() if act.is_open_to(request)],
            "shown": SHOWN,
            "most": MOST,
            **(extra_context or {}),
        }
        if found and terms.wanted.is_empty:
            told["kept"], told["is_estimate"] = about_how_many()
        return self.drawn(request, "subscribers", told, status=400 if found is None else 200)


def found_by(request: HttpRequest, terms: FindForm) -> Found:
    """A page on the way up that is not full begins the list anew."""
    wanted, place = terms.wanted, place_of(request)
    found = look(wanted, place)
    is_top = place.is_up and found.newer is None and found.looked_to is None
    return look(wanted) if is_top else found


def place_of(request: HttpRequest) -> Place:
    """`?before=900` or `?after=900`; what is no key begins the list."""
    for name in ("before", "after"):
        if NUMBER.fullmatch(key := request.GET.get(name, "")):
            return Place(int(key), is_up=name == "after")
    return Place()


def lines_of(people: list[Subscriber]) -> list[Line]:
    bans = {
        ban.digest: ban.get_reason_display()
        for ban in Suppression.objects.filter(digest__in=[person.digest for person in people])
    }
    labels: dict[int, list[str]] = {}
    borne = Labelling.objects.filter(content_object__in=people).order_by("tag__name")
    for person, name in borne.values_list("content_object_id", "tag__name"):
        labels.setdefault(person, []).append(name)
    return [Line(person, bans.get(person.digest, ""), labels.get(person.pk, [])) for person in people]
