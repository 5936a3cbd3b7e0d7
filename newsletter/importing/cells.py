"""What the cells of a line say of somebody, besides the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from newsletter.exporting.cells import parted
from newsletter.models.consent import ConsentEvent
from newsletter.models.evidence import LONGEST_PATH, attested, words_of
from newsletter.models.subscriber import State

LONGEST_LABEL = 100
CLOCKS_DIFFER = timedelta(days=1)
STATES = {"": "", "pending": "pending", "unconfirmed": "pending", "active": "active", "subscribed": "active"}
STATES |= {"left": "left", "unsubscribed": "left"}

Witness = Callable[[int | None, str, int | None], dict[str, Any]]


class Unclear(ValueError):
    """The message names the cell that cannot be understood."""


@dataclass(frozen=True)
class Told:
    """With `confirmed_at` they have agreed, and there is proof of it; with `left_at` they want nothing."""

    more: dict[str, Any]
    asked_at: datetime | None
    confirmed_at: datetime | None
    left_at: datetime | None


def told_by(cell: Callable[[str], str], *, is_proved: bool, now: datetime, witness: Witness) -> Told:
    """`cell` gives the text of a column, or nothing; `is_proved` if the whole file is. Raises Unclear."""
    state = STATES.get(cell("state").strip().casefold())
    if state is None:
        raise Unclear(f"“state” must be one of {', '.join(State.values)}.")
    asked, confirmed, left = (_moment(name, cell(name), now) for name in ("asked", "confirmed", "left"))
    proof = _proof(cell, witness)
    has_agreed = state != State.PENDING and (bool(is_proved) or bool(confirmed and proof))
    more: dict[str, Any] = proof if has_agreed else {}
    for name in ("topics", "labels"):
        if parts := parted(cell(name)):
            more[name] = [part for part in dict.fromkeys(parts) if len(part) <= LONGEST_LABEL]
    if paused := _moment("paused_until", cell("paused_until"), None):
        more["paused_until"] = paused.isoformat(" ")
    if state == State.LEFT and not left:
        left = now
    is_active = has_agreed and (confirmed or not left)
    return Told(more, asked, (confirmed or now) if is_active else None, left)


def _moment(name: str, text: str, now: datetime | None) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unclear(f"“{name}” is no moment such as 2026-03-01T09:30:00Z.") from error
    if now and moment > now + CLOCKS_DIFFER:
        raise Unclear(f"“{name}” lies in the future.")
    return moment


def _proof(cell: Callable[[str], str], witness: Witness) -> dict[str, Any]:
    """How this very person agreed, as our own exports say it. What is known here stays as it was, the rest in words."""
    mechanism, stated = cell("mechanism").strip(), cell("proof").strip()
    if not mechanism and not stated:
        return {}
    words, page = cell("words").strip(), cell("page").strip()
    known = dict(witness(_number(cell("wording")), page[:LONGEST_PATH], _number(cell("revision"))))
    is_ours = known.pop("words") == words != ""
    kept = known if is_ours else known | {"wording": None}
    said = [stated] if stated else []
    said += [f"How: {mechanism}"] if mechanism and mechanism != ConsentEvent.Mechanism.IMPORTED else []
    said += [f"Words: “{words}”"] if words and not is_ours else []
    said += [f"Page: {page}"] if page and not kept["page"] else []
    return {name: value for name, value in kept.items() if value} | {"proof": "\n".join(said)}


def witnesses() -> Witness:
    """What is known here of a wording, a page and a revision; asked once for each."""

    @lru_cache(maxsize=1000)
    def witness(wording: int | None, page: str, revision: int | None) -> dict[str, Any]:
        return attested(wording=wording, page=page, revision=revision) | {"words": words_of(wording)}

    return witness


def _number(cell: str) -> int | None:
    text = cell.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
