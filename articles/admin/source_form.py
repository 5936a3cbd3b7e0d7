"""The form of a source: what each type asks for, identifiers in their normal form, and one record for each source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.citations.keys import suggested
from articles.models import Reference
from articles.models.reference import IDENTIFIERS, lines

PASTED = 500  # characters: people paste whole addresses
CALLED = {"doi": "DOI", "pmid": "PubMed number", "pmcid": "PMCID", "isbn": "ISBN"}
EDITORS = "Those of the book, one a line. Its chapter may have other authors."
HINTS = {  # type -> field -> what belongs there
    "article": {
        "container": "The journal, as PubMed shortens it: J Addict Med. AMA and Vancouver ask for that.",
        "pages": "1547-1555, or the number of the article: e0209899",
        "issued": "The year is enough: 2014. An article without a volume yet needs its day: 2014-10-08",
    },
    "preprint": {
        "container": "The server: medRxiv, PsyArXiv …",
        "issued": "The day on which it was posted: 2020-06-01",
    },
    "book": {
        "authors": "One a line: Clauw DJ. Leave it empty where the book has editors only.",
        "publisher": "As on the title page: McGraw-Hill",
        "edition": "2, or Rev. Nothing for the first.",
    },
    "chapter": {
        "title": "Of the chapter.",
        "container": "The book that it stands in.",
        "editors": EDITORS,
        "pages": "Of the chapter: 189-227",
    },
    "report": {
        "publisher": "Who issued it. The same as its author? Then write it in both places.",
        "issue": "Its number as printed: NIH Publication No. 18-2059",
    },
    "thesis": {
        "publisher": "The university.",
        "container": "The archive that holds it, if any.",
        "issue": "Its number there.",
    },
    "conference": {
        "container": "The proceedings, or the meeting where it was never printed.",
        "place": "Of the publisher, or of the meeting.",
        "editors": EDITORS,
    },
    "dataset": {"container": "The repository: Dryad, Zenodo …", "issued": "The day on which it was deposited."},
    "webpage": {
        "container": "The site, where it is called otherwise than its author.",
        "issued": "What the page says of its own date. Leave it empty if it says nothing.",
        "accessed": "The day on which you read it: pages change.",
    },
}


class SourceForm(forms.ModelForm):
    class Meta:
        error_messages = {"key": {"unique": "Another reference has this key. Add a letter, as in clauw2014b."}}
        widgets = {
            "authors": forms.Textarea(attrs={"rows": 5}),
            "editors": forms.Textarea(attrs={"rows": 2}),
            "finding": forms.Textarea(attrs={"rows": 2}),
            "funding": forms.Textarea(attrs={"rows": 2}),
            "private_note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in IDENTIFIERS.keys() & self.fields.keys():
            self.fields[name] = forms.CharField(
                label=CALLED[name], required=False, max_length=PASTED, help_text=self.fields[name].help_text
            )
        if "key" in self.fields:
            self.fields["key"].required = False
            self.fields["key"].help_text = "What you type to cite it. Left empty, it is made of first author and year."
        self.hint()

    def hint(self) -> None:
        """What the chosen type asks for stands below each field; a script changes it with the type."""
        if "type" not in self.fields:
            return
        chosen = self["type"].value()
        for name, field in self.fields.items():
            told = {kind: hints[name] for kind, hints in HINTS.items() if name in hints}
            if told:
                field.widget.attrs["data-hints"] = forms.JSONField().prepare_value(told | {"": field.help_text})
                field.help_text = told.get(chosen, field.help_text)

    def clean_doi(self) -> str | None:
        return self.normal("doi") or None

    def clean_pmid(self) -> str | None:
        return self.normal("pmid") or None

    def clean_pmcid(self) -> str | None:
        return self.normal("pmcid") or None

    def clean_isbn(self) -> str:
        return self.normal("isbn")

    def normal(self, name: str) -> str:
        try:
            return IDENTIFIERS[name](self.cleaned_data[name])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in IDENTIFIERS.keys() & cleaned.keys():
            if rival := self.rival(name, cleaned[name], cleaned.get("type", "")):
                self.add_error(name, known_already(name, rival))
        if "key" in self.fields and "key" in cleaned and not cleaned["key"]:
            cleaned["key"] = suggested(
                lines(cleaned.get("authors", "")) or lines(cleaned.get("editors", "")),
                cleaned.get("title", ""),
                cleaned.get("issued", ""),
                is_taken=lambda key: Reference.objects.filter(key=key).exists(),
            )
        return cleaned

    def rival(self, name: str, value: str | None, type_: str) -> Reference | None:
        """The record that bears this identifier already. Chapters of one book share its ISBN, so books alone clash."""
        if not value or (name == "isbn" and type_ != "book"):
            return None
        found = Reference.objects.filter(**{name: value}, **({"type": "book"} if name == "isbn" else {}))
        return found.exclude(pk=self.instance.pk).select_related("merged_into").first()


def known_already(name: str, rival: Reference) -> SafeString:
    """A sentence with a link to the record that stands for the source."""
    record = rival.merged_into or rival
    address = reverse("admin:articles_reference_change", args=[record.pk])
    return format_html(
        'The library holds a source with this {} already: <a href="{}">{}</a>. Cite that one, or complete it.',
        CALLED[name],
        address,
        record,
    )
