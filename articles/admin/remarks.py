"""What a reviewer is asked: a remark beside each part of the text, a verdict, a date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from articles.admin.comparing import Section, Sides
from articles.admin.publishing import PassingForm, label, said
from articles.models import HandingIn, Review, Revision, SiteSettings
from articles.models.review import VERDICTS, months_after
from articles.snapshot import Snapshot
from articles.templatetags.changes import Numbered, numbered

WHOLE = "page"


class HandInForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    note = said("What should the reviewer look at?", "Only the staff reads this.", required=False)


class PublishSignedForm(PassingForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    note = said("What is new?", "Readers will see this.")

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review = review

    def clean_revision(self) -> int:
        if self.cleaned_data["revision"] != self.review.revision_id:
            raise forms.ValidationError("Another text was signed meanwhile. Look at it, then publish.")
        return self.review.revision_id


class ReviewForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=VERDICTS)
    next_due = forms.DateField(
        label="Next review due",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Readers are told, and from the day after that it is overdue.",
    )

    def __init__(self, *args: Any, handing: HandingIn, initial: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial=initial | {"revision": handing.revision_id}, **kwargs)
        self.handing = handing
        for place, name in places(handing.revision.snapshot).items():
            area = forms.Textarea(attrs={"rows": 3})
            self.fields[f"remark-{place}"] = forms.CharField(label=name, required=False, max_length=2000, widget=area)

    @property
    def remarks(self) -> list[dict[str, str]]:
        said = {name: text for name, text in self.cleaned_data.items() if name.startswith("remark-") and text}
        return [{"place": name.removeprefix("remark-"), "text": text} for name, text in said.items()]

    def clean_revision(self) -> int:
        if self.cleaned_data["revision"] != self.handing.revision_id:
            raise forms.ValidationError("Another text was handed in meanwhile: the one below. Read it before you sign.")
        return self.handing.revision_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        next_due = cleaned.get("next_due")
        if cleaned.get("verdict") == "signed" and not (next_due and next_due > timezone.localdate()):
            self.add_error("next_due", "Name a day to come, so that readers know how long this holds.")
        if cleaned.get("verdict") == "returned" and not self.remarks:
            self.add_error(f"remark-{WHOLE}", "Say what has to change, here or beside a part of the text.")
        return cleaned

    def remark(self, place: str) -> forms.BoundField:
        return self[f"remark-{place}"]

    @property
    def whole(self) -> forms.BoundField:
        return self.remark(WHOLE)


@dataclass(frozen=True)
class Row:
    """A part of the text with the field for a remark on it; what was removed and what is no block has none."""

    numbered: Numbered
    name: str
    remark: forms.BoundField | None


def places(snapshot: Snapshot) -> dict[str, str]:
    """Place -> the name a reader of the text knows it by."""
    blocks = [f"block-{n}" for n, _ in enumerate(snapshot.blocks, 1)]
    asked = [f"faq-{n}" for n, _ in enumerate(snapshot.faq, 1)]
    return {place: label(place, snapshot) for place in (*blocks, *asked)} | {WHOLE: "The page as a whole"}


def first_due() -> dict[str, Any]:
    return {"next_due": months_after(timezone.localdate(), SiteSettings.current().review_months)}


def reading(live: Revision | None, handed: Revision, form: ReviewForm) -> dict[str, Any]:
    """`sides`, what readers have and what was handed in, and its `sections`, each with its rows."""
    after = handed.snapshot
    sides = Sides(live.snapshot if live else after, after, "What readers have", "Handed in")
    sections = [(section, list(_rows(section, after, form))) for section in sides.sections]
    if live:
        sections = [
            (section, [row for row in rows if row.remark or row.numbered.is_change]) for section, rows in sections
        ]
    return {"sides": sides, "sections": [(section, rows) for section, rows in sections if rows]}


def _rows(section: Section, after: Snapshot, form: ReviewForm) -> Iterator[Row]:
    parts = [(f"block-{n}", block) for n, block in enumerate(after.blocks, 1)]
    parts += [(f"faq-{n}", question) for n, question in enumerate(after.faq, 1)]
    where = {id(part): place for place, part in parts}
    for each in numbered(section.changes):
        place = where.get(id(each.change.after))
        remark = form.remark(place) if place else None
        yield Row(each, remark.label if remark else each.change.what, remark)
