"""Everything that is held about a person, in words that a file for them can hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from articles.models.site import Wording
from newsletter.models.ask import Ask
from newsletter.models.consent import ConsentEvent
from newsletter.models.delivery import Delivery
from newsletter.models.importing import ImportRow
from newsletter.models.subscriber import Subscriber
from newsletter.models.suppression import Suppression

Held = dict[str, Any]


def held_about(subscriber: Subscriber) -> Held:
    """All of it, for JSON: strings, numbers, lists; moments in ISO 8601, UTC. Names of staff are theirs and left out.
    A bounded number of queries, whatever the length."""
    words = dict(Wording.objects.filter(purpose="consent").values_list("version", "text"))
    return {
        "address": subscriber.address,
        "state": subscriber.state.value,
        "first_asked_at": moment(subscriber.created_at),
        "confirmed_at": moment(subscriber.confirmed_at),
        "left_at": moment(subscriber.left_at),
        "paused_until": moment(subscriber.paused_until),
        "topics": list(subscriber.topics.order_by("name").values_list("name", flat=True)),
        "labels": list(subscriber.labellings.order_by("tag__name").values_list("tag__name", flat=True)),
        "identifier": str(subscriber.handle),
        "suppression_mark": subscriber.digest,
        "suppression": _ban(subscriber),
        "consent": [_event(event, words) for event in subscriber.events.all()],
        "asks": [_ask(ask, words) for ask in subscriber.asks.all()],
        "letters": _letters(subscriber),
        "imports": _imports(subscriber),
    }


def moment(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _ban(subscriber: Subscriber) -> Held | None:
    ban = Suppression.objects.filter(digest=subscriber.digest).first()
    return {"reason": ban.get_reason_display(), "since": moment(ban.suppressed_at)} if ban else None


def _event(event: ConsentEvent, words: dict[int, str]) -> Held:
    return {
        "kind": event.get_kind_display(),
        "happened_at": moment(event.happened_at),
        "asked_at": moment(event.asked_at),
        "mechanism": event.get_mechanism_display(),
        "wording": event.wording,
        "words": words.get(event.wording or 0, ""),
        "page": event.page,
        "revision": event.revision,
        "network_mark": event.network,
        "proof_that_staff_stated": event.proof,
        "by_staff": event.by_id is not None,
    }


def _ask(ask: Ask, words: dict[int, str]) -> Held:
    return {
        "kind": ask.get_kind_display(),
        "asked_at": moment(ask.asked_at),
        "new_address": ask.new_address,
        "by_staff": ask.brought_in_id is not None,
        "mail_sent_at": moment(ask.sent_at),
        "wording": ask.wording,
        "words": words.get(ask.wording or 0, ""),
        "page": ask.page,
        "revision": ask.revision,
        "network_mark": ask.network,
        "mailbox_mark": ask.mailbox,
    }


def _letters(subscriber: Subscriber) -> list[Held]:
    """Letters by their subject, the newest first."""
    found = Delivery.objects.filter(subscriber=subscriber).select_related("campaign").prefetch_related("events")
    return [
        {
            "letter": str(row.campaign),
            "state": row.get_fate_display(),
            "reason": row.reason,
            "handed_over_at": moment(row.handed_at),
            "settled_at": moment(row.settled_at),
            "told_since": [
                {"kind": told.get_kind_display(), "happened_at": moment(told.happened_at), "detail": told.detail}
                for told in row.events.all()
            ],
        }
        for row in found.order_by("-pk")
    ]


def _imports(subscriber: Subscriber) -> list[Held]:
    """Lines of lists that staff brought in and that hold this address."""
    rows = ImportRow.objects.filter(key=subscriber.key).select_related("parent").order_by("pk")
    return [
        {
            "source": row.parent.source,
            "brought_in_at": moment(row.parent.started_at),
            "line": row.line,
            "typed": row.typed,
            "verdict": row.get_verdict_display(),
            "told": row.told,
        }
        for row in rows
    ]
