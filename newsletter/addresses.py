"""One mailbox, one key: what was typed becomes an address that can be written to and compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

LONGEST = 254  # RFC 5321 §4.5.3.1.3, without the angle brackets


class NotAnAddress(ValueError):
    """What was typed cannot receive mail. The message tells the person who typed it what is missing."""


@dataclass(frozen=True)
class Address:
    """A mailbox: its local part as it was typed, its domain in lower-case A-labels (IDNA)."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """Equal for two spellings of one mailbox. Dots and `+` are kept: they are somebody else elsewhere."""
        return f"{self.local.casefold()}@{self.domain}"

    @property
    def mailbox(self) -> str:
        """For limits alone: many providers bring all spellings with dots and `+` to one mailbox."""
        return f"{self.local.casefold().partition('+')[0].replace('.', '')}@{self.domain}"


def parse(typed: str) -> Address:
    """Read an address; full-width and composed letters count as the plain ones (NFKC). Raises NotAnAddress."""
    text = unicodedata.normalize("NFKC", typed).strip()
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as error:
        raise NotAnAddress(_what_is_wrong(text)) from error
    return Address(local=found.local_part, domain=found.ascii_domain.lower())


def _what_is_wrong(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not text:
        return "Please type your e-mail address."
    if not at:
        return "This address lacks its “@”."
    if not local.isascii():
        return "Our mail server reaches only addresses with plain letters before the “@”."
    if "." not in domain.strip("."):
        return "This address lacks its ending, such as “.org”."
    if len(text) > LONGEST:
        return "This address is longer than an e-mail address can be."
    return "This does not look like an e-mail address. Please look at it once more."
