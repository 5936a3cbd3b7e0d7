"""What the box posts, and what staff say before they take the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from newsletter.addresses import Address, NotAnAddress, parse
from newsletter.models.evidence import attested
from newsletter.models.subscriber import State


class JoinForm(forms.Form):
    """Only the address can be wrong; whatever else is odd counts as not said."""

    email = forms.CharField(max_length=320, error_messages={"required": "Please type your e-mail address."})

    def clean_email(self) -> Address:
        try:
            return parse(self.cleaned_data["email"])
        except NotAnAddress as error:
            raise ValidationError(str(error)) from error

    @property
    def is_trap_sprung(self) -> bool:
        """The field that people do not see was filled in."""
        return bool(self.data.get("website"))

    def evidence(self) -> dict[str, Any]:
        """What the form says was shown, as far as it is true."""
        return attested(
            wording=number(self.data.get("wording", "")),
            page=self.data.get("page", "").replace("\0", ""),
            revision=number(self.data.get("revision", "")),
        )


class ExportForm(forms.Form):
    state = forms.ChoiceField(label="Whom", choices=[("", "Everybody"), *State.choices], required=False)
    reason = forms.CharField(
        label="Why is the list needed?",
        max_length=300,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text="It is kept, with your name, the time, and what exactly you got.",
    )


def number(text: str) -> int | None:
    """A positive number that a database column holds, or none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
