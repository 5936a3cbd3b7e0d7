"""What can be done to people: each act with who may do it, what it asks, what it says before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from articles.models.topic import Topic
from newsletter import many
from newsletter.admin.people.base import note
from newsletter.models.segment import Label

Chosen = dict[str, Any]
SORT, TAKE_OFF = "change_label", "suppress_subscriber"


class NoForm(forms.Form):
    """Nothing is asked but the button."""


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the log with your name. Write no address and no name into it.",
    )

    def clean_why(self) -> str:
        if "@" in self.cleaned_data["why"]:
            raise ValidationError("Leave addresses out: this stays in the log when the person is erased.")
        return self.cleaned_data["why"]


class TopicForm(forms.Form):
    topic = forms.ModelChoiceField(Topic.objects.all())


class RemoveForm(forms.Form):
    label = forms.ModelChoiceField(Label.objects.all(), required=False)

    def clean(self) -> Chosen:
        cleaned = super().clean() or self.cleaned_data
        cleaned["new"] = " ".join(cleaned.get("new", "").split())
        if bool(cleaned["new"]) == bool(cleaned.get("label")) and not self.errors:
            raise ValidationError("Name one label.")
        return cleaned

    @cached_property
    def chosen(self) -> Label:
        new = self.cleaned_data["new"]
        if not new:
            return self.cleaned_data["label"]
        return Label.objects.filter(name__iexact=new).first() or Label.objects.create(name=new)


class AddForm(RemoveForm):
    new = forms.CharField(label="or a new one", max_length=100, required=False, widget=forms.TextInput)


@dataclass(frozen=True)
class Act:
    """`do` acts on a batch of keys and tells how many it changed anything for. `done` says it of a number out of
    another; `text` says before what it means. At most `most` people at once."""

    title: str
    text: str
    may: str
    form: type[forms.Form]
    do: Callable[[list[int], Any, HttpRequest], int]
    done: str
    most: int = 50_000
    flag: int = CHANGE

    def is_open_to(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"newsletter.{self.may}")

    def form_for(self, request: HttpRequest, data: Any) -> forms.Form:
        """Who may not make labels gives those there are."""
        form = RemoveForm if self.form is AddForm and not request.user.has_perm("newsletter.add_label") else self.form
        return form(data)

    def said(self, chosen: Any, changed: int, number: int) -> str:
        return self.done.format(what=f"“{chosen}”", changed=f"{changed:,}", number=f"{number:,}")

    def log(self, request: HttpRequest, people: list[int], chosen: Any) -> None:
        """Of each person by number, where it is about them; labels and topics have a line of their own."""
        if self.may == TAKE_OFF and self.form is not TopicForm:
            note(request, people, self.logged(chosen), flag=self.flag)

    def logged(self, chosen: Any) -> str:
        return f"{self.title}: {chosen}" if chosen else self.title

    def log_whole(self, request: HttpRequest, chosen: Any, words: str) -> None:
        if isinstance(chosen, Label | Topic):
            LogEntry.objects.log_actions(request.user.pk, [chosen], CHANGE, words, single_object=True)


def chosen_of(form: forms.Form) -> Any:
    """The one thing that was asked: a label, a topic, a reason, or nothing."""
    if isinstance(form, RemoveForm):
        return form.chosen
    return form.cleaned_data.get("topic") or form.cleaned_data.get("why")


ACTS = {
    "add_label": Act(
        "Add label",
        "A note of the staff; readers never see it.",
        SORT,
        AddForm,
        lambda people, label, request: many.add_label(people, label),
        "The label {what} was given to {changed} of {number} subscribers.",
    ),
    "remove_label": Act(
        "Remove label",
        "They bear it no longer. The label itself stays.",
        SORT,
        RemoveForm,
        lambda people, label, request: many.remove_label(people, label),
        "The label {what} was taken from {changed} of {number} subscribers.",
    ),
    "add_topic": Act(
        "Add topic",
        "They will get letters about it too. Who chose no topic gets everything already and is left as they are.",
        TAKE_OFF,
        TopicForm,
        lambda people, topic, request: many.add_topic(people, topic),
        "The topic {what} was added for {changed} of {number} subscribers; the others have it or get everything.",
    ),
    "remove_topic": Act(
        "Remove topic",
        "They will no longer get letters about it. Who chose nothing else is left as they are: with no topic they "
        "would get everything.",
        TAKE_OFF,
        TopicForm,
        lambda people, topic, request: many.remove_topic(people, topic),
        "The topic {what} was removed for {changed} of {number} subscribers; the others had not chosen it, or "
        "nothing else.",
    ),
    "suppress": Act(
        "Suppress",
        "Nothing is sent to them any more, also by a letter that is under way. What they said themselves stays as it "
        "is, and staff can lift it again.",
        TAKE_OFF,
        WhyForm,
        lambda people, why, request: many.suppress(people),
        "Nothing is sent any more to {changed} of {number} subscribers; to the others nothing was sent before.",
    ),
    "take_off": Act(
        "Take off at their request",
        "For people who asked you to leave. It counts as their own act and is written into their proof of consent "
        "with your name. Only they can come back, by asking anew and confirming.",
        TAKE_OFF,
        WhyForm,
        lambda people, why, request: many.take_off(people, by=request.user),
        "Taken off: {changed} of {number} subscribers; the others had left.",
        most=5000,
    ),
    "erase": Act(
        "Erase",
        "Address, topics, labels, asks and proof of consent go for good; nobody can bring them back. What stays: in "
        "the account of each letter a number that is nobody’s, and a keyed hash, so that nobody can put the address "
        "on the list again.",
        TAKE_OFF,
        WhyForm,
        lambda people, why, request: many.erase(people),
        "Erased: {changed} of {number} subscribers.",
        most=1000,
        flag=DELETION,
    ),
}
