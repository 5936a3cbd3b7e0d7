"""Signed links and keyed hashes: all that rests on the newsletter's key."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner
from django.utils.crypto import constant_time_compare, salted_hmac

CONFIRM_LIFE = timedelta(hours=72)
PK = re.compile("[1-9][0-9]{0,17}")  # no number that a column could not hold


class DeadLink(Exception):
    """Nobody made this link, it was altered, or it was made for something else."""

    why = "broken"


class ExpiredLink(DeadLink):
    """This link was good once."""

    why = "late"


def confirm_token(handle: UUID) -> str:
    return sign_now("confirm", handle.hex)


def read_confirm_token(token: str) -> UUID:
    """The handle of the ask. Raises ExpiredLink after 72 hours, DeadLink for what is not ours."""
    return UUID(hex=read_signed("confirm", token, life=CONFIRM_LIFE))


def leave_token(handle: UUID) -> str:
    return Signer(key=_key(), salt="newsletter.leave").sign(handle.hex)


def read_leave_token(token: str) -> UUID:
    """The handle of the subscriber, however old the letter is. Raises DeadLink."""
    try:
        return UUID(hex=Signer(key=_key(), salt="newsletter.leave").unsign(token))
    except BadSignature as error:
        raise DeadLink from error


def preferences_token(handle: UUID, address: str) -> str:
    """Good for as long as letters go to `address`: whoever can read an old mailbox does not learn the new one."""
    value = handle.hex + address_mark(address)
    return Signer(key=_key(), salt="newsletter.preferences").sign(value)


def read_preferences_token(token: str) -> tuple[UUID, str]:
    """The handle of the subscriber and the mark of the address it was for; the first letters had none. Raises
    DeadLink."""
    try:
        value = Signer(key=_key(), salt="newsletter.preferences").unsign(token)
    except BadSignature as error:
        raise DeadLink from error
    return UUID(hex=value[:32]), value[32:]


def address_mark(address: str) -> str:
    """16 hex digits, the same for two spellings of an address that was parsed."""
    return keyed_hash("address", address.casefold())[:16]


def move_token(handle: UUID) -> str:
    return sign_now("move", handle.hex)


def read_move_token(token: str) -> UUID:
    """The handle of the ask. Raises ExpiredLink after 72 hours, DeadLink for what is not ours."""
    return UUID(hex=read_signed("move", token, life=CONFIRM_LIFE))


def delivery_token(pk: int) -> str:
    """Names a delivery in the Message-ID, the same at every try; a bounce that bears it is about this one."""
    return f"{pk}.{keyed_hash('delivery', str(pk))[:16]}"


def read_delivery_token(token: str) -> int:
    """The key of the delivery. Raises DeadLink."""
    pk = token.partition(".")[0]
    if not PK.fullmatch(pk) or not constant_time_compare(token, delivery_token(int(pk))):
        raise DeadLink
    return int(pk)


def sign_now(purpose: str, value: str) -> str:
    return _clock(purpose).sign(value)


def read_signed(purpose: str, token: str, *, life: timedelta) -> str:
    """What was signed for `purpose` within `life`. Raises ExpiredLink, DeadLink."""
    try:
        return _clock(purpose).unsign(token, max_age=life)
    except SignatureExpired as error:
        raise ExpiredLink from error
    except BadSignature as error:
        raise DeadLink from error


def keyed_hash(purpose: str, value: str) -> str:
    """64 hex digits that only the holder of the key can compare with a guess; another one for each purpose."""
    return salted_hmac(f"newsletter.{purpose}", value, secret=_key(), algorithm="sha256").hexdigest()


def keyed_hasher(purpose: str) -> Callable[[str], str]:
    """`keyed_hash` for many values: the key is made once (RFC 2104)."""
    key = hashlib.sha256(f"newsletter.{purpose}{_key()}".encode()).digest()
    return lambda value: hmac.digest(key, value.encode(), "sha256").hex()


def _clock(purpose: str) -> TimestampSigner:
    return TimestampSigner(key=_key(), salt=f"newsletter.{purpose}")


def _key() -> str:
    return settings.NEWSLETTER_KEY
