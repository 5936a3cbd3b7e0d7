"""What stands behind the link of a letter: its addresses, and two people who press at once."""

from __future__ import annotations

from newsletter.models import Ask, Subscriber
from newsletter.tokens import move_token, preferences_token


def link(person: Subscriber, place: str = "") -> str:
    """Of a page behind the link that letters to this person hold now."""
    return f"/newsletter/preferences/{preferences_token(person.handle, person.address)}/{place}"


def move_link() -> str:
    """From the last mail to a new address."""
    return f"/newsletter/move/{move_token(Ask.objects.filter(kind=Ask.Kind.MOVE).latest('pk').handle)}/"
