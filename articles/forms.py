"""What a reader says of a page, as it was posted."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from articles.markup import unprintable
from articles.models.feedback import VERDICTS

LONG = 2000  # characters
PRESSED = ("helped", "unhelpful")  # what a button alone can say
WANTED = {"error": "Please write what is wrong.", "unhelpful": "Please write what was missing."}


class FeedbackForm(forms.Form):
    """Words are asked for unless somebody only pressed a button; whatever else is odd counts as not said."""

    verdict = forms.ChoiceField(choices=VERDICTS)
    section = forms.CharField(required=False)
    words = forms.CharField(
        required=False,
        max_length=LONG,
        error_messages={"max_length": f"This has %(show_value)d characters. Please shorten it to {LONG:,}."},
    )

    def __init__(self, sent: QueryDict, *, sections: list[dict[str, str]]) -> None:
        typed = {name: tidy(sent.get(name, "")) for name in ("verdict", "section", "words")}
        typed["verdict"] = typed["verdict"] if typed["verdict"] in PRESSED else "error"
        super().__init__(typed)
        self.sections = sections
        self.is_press = typed["verdict"] in PRESSED and "words" not in sent
        self.is_trap_sprung = bool(sent.get("website"))

    def clean_section(self) -> str:
        section = self.cleaned_data["section"]
        return section if any(section == known["id"] for known in self.sections) else ""

    def clean(self) -> None:
        said = self.cleaned_data
        if said["verdict"] == "helped":
            said["words"] = said["section"] = ""
        elif not (self.is_press or self.errors or said["words"]):
            self.add_error("words", WANTED[said["verdict"]])


def tidy(text: str) -> str:
    """Lines end in one way, as the limit counts them, and hold nothing that cannot be seen."""
    return unprintable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
