"""What the box posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from newsletter.addresses import Address, NotAnAddress, parse
from newsletter.models.evidence import attested, number
from newsletter.typos import suggested


class AddressForm(forms.Form):
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

    @property
    def suggestion(self) -> Address | None:
        """What was probably meant, unless the person was asked already."""
        return None if self.data.get("meant") else suggested(self.cleaned_data["email"])


class JoinForm(AddressForm):
    def evidence(self) -> dict[str, Any]:
        """What the form says was shown, as far as it is true."""
        return attested(
            wording=number(self.data.get("wording", "")),
            page=self.data.get("page", "").replace("\0", ""),
            revision=number(self.data.get("revision", "")),
        )
