"""Acts on one person, each a page with one button: topics, labels, suppress and lift, take off, erase."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse

from articles.models.topic import Topic
from newsletter import many
from newsletter.admin.people.acts import ACTS, SORT, TAKE_OFF, WhyForm
from newsletter.admin.people.base import PeopleBase, note
from newsletter.models.segment import Label
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

GONE = "One of these is no longer there. Nothing was saved: look again, and save."
MOST_BOXES = 500
LIFT = "Letters may go to this address again. What the person said themselves stays as it is."
KEPT_OUT = "Nothing is sent to this address already"


class BoxesForm(forms.Form):
    """Of what there is, what is ticked."""

    chosen = forms.MultipleChoiceField(
        label="", required=False, widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": GONE}
    )

    def __init__(self, *args: Any, offered: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = offered
        self.fields["chosen"].choices = [(str(each.pk), each.name) for each in offered]

    def those(self) -> list[Any]:
        return [each for each in self.offered if str(each.pk) in self.cleaned_data["chosen"]]


class Single(PeopleBase):
    def get_urls(self) -> list[URLPattern]:
        ours = [self.screen(name, partial(self.act_on_one, name=name), of_one=True) for name in SIMPLE]
        boxes = [self.screen(name, partial(self.tick, name=name), of_one=True) for name in BOXES]
        return [*ours, *boxes, self.screen("lift", self.lift, of_one=True), *super().get_urls()]

    def act_on_one(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        person, act = self.person_for(request, object_id, may=TAKE_OFF), ACTS[name]
        if why := too_late(name, person):
            return self.refused(request, person, act.title, why)
        form = act.form(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.asked(request, person, act.title, act.text, form)
        with transaction.atomic():
            done = act.do([person.pk], form.cleaned_data["why"], request)
            if done:
                act.log(request, [person.pk], form.cleaned_data["why"])
        if not done:
            return self.refused(request, person, act.title, "Somebody was quicker: look at how it stands now.")
        self.message_user(request, SIMPLE[name], messages.SUCCESS)
        where = reverse("admin:newsletter_subscriber_changelist") if name == "erase" else self.address("change", person)
        return HttpResponseRedirect(where)

    def tick(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Topics or labels: what is ticked is what holds from then on."""
        model, may, title, text = BOXES[name]
        person = self.person_for(request, object_id, may=may)
        borne = getattr(person, name)
        mine = list(borne.order_by("name"))
        others = model.objects.exclude(pk__in=[each.pk for each in mine]).order_by("name")[:MOST_BOXES]
        offered = sorted([*mine, *others], key=lambda each: each.name.casefold())
        first = {"chosen": [str(each.pk) for each in mine]}
        form = BoxesForm(request.POST if request.method == "POST" else None, offered=offered, initial=first)
        if not form.is_valid():
            return self.asked(request, person, title, text, form, button="Save")
        with transaction.atomic():
            borne.set(form.those())
            words = ", ".join(each.name for each in form.those()) or "none"
            note(request, [person.pk], f"{title}: {words}", flag=CHANGE)
        self.message_user(request, f"Saved. {title}: {words}.", messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", person))

    def lift(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What staff did, not what the person did."""
        person, title = self.person_for(request, object_id, may=TAKE_OFF), "Send letters again"
        if why := many.why_not_lifted(person):
            return self.refused(request, person, title, why)
        form = WhyForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.asked(request, person, title, LIFT, form)
        if not many.lift(person):
            return self.refused(request, person, title, "Somebody was quicker: look at how it stands now.")
        note(request, [person.pk], f"{title}: {form.cleaned_data['why']}", flag=CHANGE)
        self.message_user(request, "Letters may go to this address again.", messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", person))

    def asked(
        self, request: HttpRequest, person: Subscriber, title: str, text: str, form: forms.Form, button: str = ""
    ) -> HttpResponse:
        told = {"title": title, "person": person, "text": text, "form": form, "button": button or title}
        return self.drawn(request, "subscriber_act", told, status=422 if form.errors else 200)

    def refused(self, request: HttpRequest, person: Subscriber, title: str, why: str) -> HttpResponse:
        return self.drawn(request, "subscriber_act", {"title": title, "person": person, "why": why}, status=409)


def too_late(name: str, person: Subscriber) -> str:
    """Why this cannot be done to somebody, or nothing."""
    if name == "take_off" and person.left_at:
        return "This person has left already."
    ban = Suppression.objects.filter(digest=person.digest).first() if name == "suppress" else None
    return f"{KEPT_OUT}: {ban.get_reason_display().lower()}." if ban else ""


# What is said when it is done.
SIMPLE = {
    "suppress": "Nothing is sent to this address any more.",
    "take_off": "Taken off. It stands in the proof of consent, with your name.",
    "erase": "Erased. A keyed hash stays, so that nobody can put the address on the list again.",
}
BOXES: dict[str, tuple[Any, str, str, str]] = {
    "topics": (Topic, TAKE_OFF, "Topics", "Letters about these. Nothing ticked: every letter."),
    "labels": (Label, SORT, "Labels", "Notes of the staff; readers never see them."),
}
