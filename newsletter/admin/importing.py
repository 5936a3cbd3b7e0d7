"""What staff say about a list that they bring in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser

from articles.models.topic import Topic
from newsletter.exporting.cells import parted
from newsletter.importing.beginning import begin
from newsletter.importing.keeping import forget
from newsletter.importing.layout import Unreadable
from newsletter.models.importing import Import
from newsletter.models.segment import Label

LONGEST_LABEL = 100
SPREADSHEET: dict[str, bool | None] = {"": None, "yes": True, "no": False}
WIDE = {"class": "vTextField"}


class ImportForm(forms.Form):
    file = forms.FileField(
        help_text="Text with one address on each line, or CSV with a column called “email”. A gigabyte is no trouble.",
        error_messages={"required": "Choose the file.", "empty": "This file is empty."},
    )
    source = forms.CharField(
        label="Where is it from?", max_length=300, widget=forms.TextInput(WIDE), help_text="Kept with the import."
    )
    proof = forms.CharField(
        label="Proof of consent",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4, "class": "vLargeTextField"}),
        help_text="How, when and to which words all of these people agreed; it becomes part of the proof for each. "
        "Empty: nobody gets a letter before they have confirmed by a mail that we send them.",
    )
    labels = forms.CharField(
        required=False, max_length=1000, widget=forms.TextInput(WIDE), help_text="Separated by semicolons."
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None: everything.",
    )
    spreadsheet = forms.ChoiceField(
        label="Apostrophes before = + - @",
        choices=[("", "Take away, if it is our own export for a spreadsheet"), ("yes", "Take away"), ("no", "Leave")],
        required=False,
        help_text="Our exports put them there so that no spreadsheet runs a cell.",
    )

    def __init__(self, *args: Any, by: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["topics"].queryset = Topic.objects.order_by("name")

    def clean_labels(self) -> list[Label]:
        """Those that are not there yet are made only with a list that is taken."""
        names = list(dict.fromkeys(parted(self.cleaned_data["labels"])))
        if any(len(name) > LONGEST_LABEL for name in names):
            raise forms.ValidationError(f"A label has at most {LONGEST_LABEL} characters.")
        found = {label.name.casefold(): label for label in Label.objects.filter(name__in=names)}
        labels = [found.get(name.casefold()) or Label(name=name) for name in names]
        if any(label.pk is None for label in labels) and not self.by.has_perm("newsletter.add_label"):
            missing = ", ".join(f"“{label}”" for label in labels if label.pk is None)
            raise forms.ValidationError(f"There is no label {missing}, and you may not make any.")
        return labels

    def begun(self) -> Import | None:
        """The import, or nothing where the form has to be looked at again: then the file is not kept."""
        upload = self.files.get("file")
        if not self.is_valid():
            if upload:
                forget(upload.kept.name)
                self.add_error("file", "Please choose the file once more: nothing was kept of it.")
            return None
        said = self.cleaned_data
        try:
            begun = begin(
                upload.kept,
                file_name=upload.name,
                source=said["source"],
                proof=said["proof"],
                topics=said["topics"],
                is_spreadsheet=SPREADSHEET[said["spreadsheet"]],
                by=self.by,
            )
        except Unreadable as reason:
            self.add_error("file", str(reason))
            return None
        for label in said["labels"]:
            if label.pk is None:
                label.save()
        begun.labels.set(said["labels"])
        return begun
