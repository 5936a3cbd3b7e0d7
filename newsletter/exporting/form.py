"""What staff say before they take the list, in the admin and on the command line alike."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from articles.models.topic import Topic
from newsletter.exporting.columns import COLUMNS, USUAL, chosen_columns
from newsletter.exporting.sheet import IS_AVAILABLE, MOST
from newsletter.exporting.terms import Conditions, Terms, in_words
from newsletter.models.export import Dialect, Format
from newsletter.models.segment import Label, Segment
from newsletter.models.subscriber import State

YEARS = range(2000, 2101)  # of which a day may be: others overflow when they become moments
ADDRESS = re.compile(r"[^\s@]@[^\s@]")
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
WHO = ("state", "segment", "topic", "label", "joined_from", "joined_until", "source", "part")
WHAT = ("columns", "format", "dialect")
WIDE = {"class": "vTextField"}


def formats() -> list[tuple[str, str]]:
    return [choice for choice in Format.choices if IS_AVAILABLE or choice[0] != Format.XLSX]


class ExportForm(forms.Form):
    state = forms.ChoiceField(label="Whom", choices=[("", "Everybody"), *State.choices], required=False)
    segment = forms.ModelChoiceField(
        Segment.objects.all(),
        required=False,
        empty_label="Any",
        help_text="Its conditions as they are now, also for people who cannot be written to.",
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        required=False,
        empty_label="Any",
        help_text="Who chose it, and who chose none at all: they asked for everything.",
    )
    label = forms.ModelChoiceField(Label.objects.all(), required=False, empty_label="Any")
    joined_from = forms.DateField(label="Confirmed from", required=False, widget=DAY)
    joined_until = forms.DateField(label="Confirmed until", required=False, widget=DAY, help_text="This day included.")
    source = forms.CharField(
        label="Joined on",
        max_length=120,
        required=False,
        widget=forms.TextInput(WIDE),
        help_text="The address of the page, as in articles/sleep.",
    )
    part = forms.CharField(
        label="Part of the address",
        max_length=100,
        required=False,
        widget=forms.TextInput(WIDE),
        help_text="Such as @example.org. It is written down, so no whole address.",
    )
    columns = forms.MultipleChoiceField(
        choices=[(column.name, f"{column.name}: {column.told}") for column in COLUMNS.values()],
        initial=USUAL,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None: the first five.",
    )
    format = forms.ChoiceField(
        choices=formats, initial=Format.CSV, required=False, help_text="NDJSON is always exact: one object a line."
    )
    dialect = forms.ChoiceField(
        label="Cells",
        choices=Dialect.choices,
        initial=Dialect.SPREADSHEET,
        required=False,
        help_text="An import of the file turns it back.",
    )
    reason = forms.CharField(
        label="Why is the list needed?",
        max_length=300,
        widget=forms.TextInput(WIDE),
        help_text="It is kept, with your name, the time, and what exactly you got.",
    )

    @property
    def who(self) -> list[forms.BoundField]:
        return [self[name] for name in WHO]

    @property
    def what(self) -> list[forms.BoundField]:
        return [self[name] for name in WHAT]

    def clean_reason(self) -> str:
        return self._without_address("reason", "Please give the reason without an e-mail address: it is kept.")

    def clean_part(self) -> str:
        """As keys are written: small letters, plain ones for full-width ones (NFKC)."""
        self._without_address("part", "Type only a part, such as @example.org: what you type is kept.")
        return unicodedata.normalize("NFKC", self.cleaned_data["part"]).casefold()

    def clean_source(self) -> str:
        return self.cleaned_data["source"].strip("/ ")

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        chosen["format"] = chosen.get("format") or Format.CSV
        exact = chosen["format"] == Format.NDJSON
        chosen["dialect"] = Dialect.MACHINE if exact else chosen.get("dialect") or Dialect.SPREADSHEET
        self._mend_days(chosen)
        if not self.errors and chosen["format"] == Format.XLSX and self.terms().has_more_than(MOST):
            self.add_error("format", f"A sheet holds {MOST:,} people, and these are more: choose CSV, or fewer people.")
        return chosen

    def terms(self) -> Terms:
        chosen = self.cleaned_data
        topics, labels = ([chosen[name]] if chosen[name] else [] for name in ("topic", "label"))
        days = {name: chosen[name] for name in ("joined_from", "joined_until")}
        typed = Conditions(
            topics=[topic.pk for topic in topics],
            labels=[label.pk for label in labels],
            source=chosen["source"],
            **{name: day.isoformat() if day else "" for name, day in days.items()},
        )
        told = {name: chosen[name] for name in ("state", "segment", "source", "part")} | days
        words = in_words(topics=topics, labels=labels, **told)
        segment = [Conditions.of(chosen["segment"])] if chosen["segment"] else []
        kept = [each for each in [*segment, typed] if each != Conditions()]
        return Terms(chosen["state"], kept, chosen["part"], words)

    def chosen(self) -> dict[str, Any]:
        """What the record keeps."""
        kept = {name: self.cleaned_data[name] for name in ("reason", "state", "format", "dialect")}
        columns = [column.name for column in chosen_columns(self.cleaned_data["columns"])]
        return kept | {"columns": columns, "terms": self.terms().as_json()}

    def needs_a_second(self) -> bool:
        """More people are meant than one may take alone."""
        most = settings.NEWSLETTER_EXPORT_ALONE
        return bool(most) and self.terms().has_more_than(most)

    def _without_address(self, name: str, complaint: str) -> str:
        text = self.cleaned_data[name]
        if ADDRESS.search(unicodedata.normalize("NFKC", text)):
            raise ValidationError(complaint)
        return text

    def _mend_days(self, chosen: dict[str, Any]) -> None:
        first, last = chosen.get("joined_from"), chosen.get("joined_until")
        for name in ("joined_from", "joined_until"):
            if (day := chosen.get(name)) and day.year not in YEARS:
                self.add_error(name, "Nobody can have joined on that day.")
        if first and last and last < first:
            self.add_error("joined_until", "This day lies before the first one, so nobody would be meant.")
