"""Acts on many people: ticked on the list or found by its search; named first, then done, then said what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from newsletter.admin.campaigns.base import NUMBER
from newsletter.admin.people.acts import ACTS, Act, chosen_of
from newsletter.admin.people.base import PeopleBase
from newsletter.admin.people.terms import FindForm
from newsletter.finding import keys_of
from newsletter.models.subscriber import Subscriber

TICKED, ALL = "_selected_action", "all"
NAMED = 10  # addresses that are shown before it is done
BATCH = 500
SWAY = 100  # people join and leave meanwhile: one in so many is nobody else


@dataclass(frozen=True)
class Whom:
    """`keys`, the newest first, at most one more than may be acted on; `newest` of those whom a search found."""

    keys: list[int]
    is_search: bool
    newest: int | None

    @property
    def number(self) -> int:
        return len(self.keys)

    def batches(self) -> Iterator[list[int]]:
        return (self.keys[start : start + BATCH] for start in range(0, len(self.keys), BATCH))


class Several(PeopleBase):
    def act_on_several(self, request: HttpRequest, terms: FindForm) -> HttpResponse:
        back = HttpResponseRedirect(request.get_full_path())
        act = ACTS.get(request.POST.get("action", ""))
        if act is None:
            self.message_user(request, "Nothing was done: choose what to do.", messages.WARNING)
            return back
        if not act.is_open_to(request):
            raise PermissionDenied
        whom = meant(request, terms, act)
        if not 0 < whom.number <= act.most:
            self.message_user(request, refusal(whom, act), messages.WARNING)
            return back
        form = act.form_for(request, request.POST if "confirmed" in request.POST else None)
        is_another = whom.is_search and is_shifted(request.POST.get("counted", ""), whom.number)
        if not form.is_valid() or (form.is_bound and is_another):
            return self.named(request, act, whom, form, terms, is_another=form.is_bound and is_another)
        chosen = chosen_of(form)
        words = act.said(chosen, self.carried_out(request, act, whom, chosen), whom.number)
        act.log_whole(request, chosen, words)
        self.message_user(request, words, messages.SUCCESS)
        return back

    def carried_out(self, request: HttpRequest, act: Act, whom: Whom, chosen: Any) -> int:
        """Batch by batch, so that nobody else waits for long: broken off, some of it is done, and doing it again does
        the rest."""
        changed = 0
        for keys in whom.batches():
            with transaction.atomic():
                changed += act.do(keys, chosen, request)
                act.log(request, keys, chosen)
        return changed

    def named(
        self, request: HttpRequest, act: Act, whom: Whom, form: forms.Form, terms: FindForm, *, is_another: bool
    ) -> HttpResponse:
        named = Subscriber.objects.filter(pk__in=whom.keys[:NAMED]).order_by("-pk").values_list("address", flat=True)
        told = {
            "title": act.title,
            "act": act,
            "name": request.POST["action"],
            "whom": whom,
            "form": form,
            "terms": terms.in_words if whom.is_search else [],
            "named": list(named),
            "more": max(whom.number - NAMED, 0),
            "is_another": is_another,
        }
        return self.drawn(request, "several", told, status=409 if is_another else 422 if form.errors else 200)


def meant(request: HttpRequest, terms: FindForm, act: Act) -> Whom:
    """Of what a search finds, nobody newer than whoever was the newest when it was named."""
    if request.POST.get("whom") != ALL:
        typed = {key for key in request.POST.getlist(TICKED) if NUMBER.fullmatch(key)}
        return Whom(sorted(map(int, typed), reverse=True), is_search=False, newest=None)
    newest = request.POST.get("newest", "")
    up_to = int(newest) if NUMBER.fullmatch(newest) else None
    found = keys_of(terms.wanted, up_to=up_to, most=act.most + 1, at_once=BATCH * 10) if terms.is_valid() else []
    keys = [key for some in found for key in some]
    return Whom(keys, is_search=True, newest=keys[0] if keys else None)


def refusal(whom: Whom, act: Act) -> str:
    if whom.number:
        return f"Nothing was done: this is for at most {act.most:,} at once. Narrow the search down."
    return "Nothing was done: nobody is like this any more." if whom.is_search else "Nothing was done: tick somebody."


def is_shifted(counted: str, number: int) -> bool:
    """Whether it is another number than was named, by more than some who joined or left meanwhile."""
    before = int(counted) if NUMBER.fullmatch(counted) else 0
    return abs(number - before) > max(before // SWAY, 1)
