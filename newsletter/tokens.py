"""Signed links and keyed hashes: all that rests on the newsletter's key."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner
from django.utils.crypto import salted_hmac

CONFIRM_LIFE = timedelta(hours=72)


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


def _clock(purpose: str) -> TimestampSigner:
    return TimestampSigner(key=_key(), salt=f"newsletter.{purpose}")


def _key() -> str:
    return settings.NEWSLETTER_KEY
