"""What the list of people is searched by: a plain form, sent as the address of the page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError

from articles.models.topic import Topic
from newsletter.addresses import LONGEST
from newsletter.models.segment import Label
from newsletter.models.subscriber import State
from newsletter.models.suppression import Suppression
from newsletter.wanted import ANY, SHORT, Wanted

MOST_CHOICES = 200  # labels and topics that are offered
YEARS = range(2000, 2101)  # of which a day may be: others overflow when they become moments
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TERMS = {"q": "text", "paused": "is_paused"}  # what a term is called elsewhere


class FindForm(forms.Form):
    q = forms.CharField(
        label="Address, or part of it",
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    state = forms.ChoiceField(choices=[("", "Any"), *State.choices], required=False)
    label = forms.ChoiceField(required=False)
    topic = forms.ChoiceField(label="Chose the topic", required=False)
    joined_from = forms.DateField(label="Confirmed from", required=False, widget=DAY)
    joined_until = forms.DateField(label="until", required=False, widget=DAY)
    source = forms.CharField(
        label="Joined on the page", max_length=120, required=False, widget=forms.TextInput({"spellcheck": "false"})
    )
    suppressed = forms.ChoiceField(
        label="Nothing is sent",
        choices=[("", "Whether or not"), (ANY, "For any reason"), *Suppression.Reason.choices],
        required=False,
    )
    paused = forms.BooleanField(label="Wants nothing for a while", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, model in (("label", Label), ("topic", Topic)):
            known = [(str(pk), words) for pk, words in model.objects.values_list("pk", "name")[:MOST_CHOICES]]
            self.fields[name].choices = [("", "Any"), *known]

    def clean_q(self) -> str:
        return " ".join(self.cleaned_data["q"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("joined_from"), cleaned.get("joined_until")
        for name in ("joined_from", "joined_until"):
            if (day := cleaned.get(name)) and day.year not in YEARS:
                self.add_error(name, ValidationError("Nobody can have joined on that day."))
        if first and last and last < first:
            self.add_error("joined_until", ValidationError("This day lies before the first one: nobody is meant."))
        return cleaned

    @property
    def wanted(self) -> Wanted:
        typed = {TERMS.get(name, name): value for name, value in self.cleaned_data.items() if value}
        return Wanted(**typed | {name: int(typed[name]) for name in ("label", "topic") if name in typed})

    @property
    def is_short(self) -> bool:
        """So that only beginnings of addresses were looked at."""
        return 0 < len(self.cleaned_data["q"]) < SHORT

    @property
    def has_more(self) -> bool:
        """Whether anything but the address is asked for."""
        return any(name != "q" for name, _ in self.asked)

    @property
    def query(self) -> str:
        """The terms as they stand in an address."""
        return urlencode(self.asked)

    @property
    def asked(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.data.items() if name in self.fields and value]

    @property
    def for_export(self) -> str:
        """The same, as the form of an export calls it."""
        return urlencode([("part" if name == "q" else name, value) for name, value in self.asked])

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """What is asked for, as one would say it: the name of each condition, and what was chosen."""
        told = []
        for name, value in self.cleaned_data.items():
            if value:
                field = self.fields[name]
                chosen = dict(getattr(field, "choices", [])).get(value, value)
                told.append((str(self[name].label), "" if value is True else str(chosen)))
        return told
