"""Domains of mailboxes that are made to be thrown away, from a public list: marked for staff, refused to nobody."""

from __future__ import annotations

from disposable_email_domains import blocklist


def is_disposable(domain: str) -> bool:
    """`domain` as in `Address.domain`. What stands below a listed domain counts too, never a whole ending: the list
    holds none, and whoever hands out names below a domain of theirs is listed by those names."""
    labels = domain.lower().rstrip(".").split(".")
    return any(".".join(labels[place:]) in blocklist for place in range(len(labels) - 1))
