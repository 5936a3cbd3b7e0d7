"""Signed calls of a mail server or provider that tell what became of letters.

    POST /newsletter/events/
    Content-Type: application/json
    X-Newsletter-Timestamp: 1764000000    (seconds since 1970, at most five minutes off)
    X-Newsletter-Signature: 5f2a…         (HMAC-SHA256 of timestamp + "." + body by NEWSLETTER_WEBHOOK_KEY, in hex)

    {"events": [{"delivery": "42.0f3c…", "kind": "bounced", "id": "a1", "at": "2026-11-22T10:00:00Z",
                 "detail": "5.1.1"}]}

`delivery` is what stands before the "@" of the letter's Message-ID, or the whole Message-ID. `kind` is delivered,
deferred (still tried), bounced (came back for good), complained or left. `id` is the caller's own for this telling:
told again it changes nothing. `at` and `detail` may be left out; `detail` begins with the enhanced status code (RFC
3463).

All events of a call are taken, or none: 200 says how many were news. 400 cannot be read, 401 is not signed as above,
404 no key is set, 409 this very call was taken before, 413 too large, 415 no JSON, 422 says which event is wrong, 503
the database is busy: come again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsletter.events import KINDS, NoSuchDelivery, Telling, tell_all
from newsletter.models.delivery import Seen
from newsletter.tokens import DeadLink, keyed_hash, read_delivery_token

WINDOW = 300  # seconds
KEPT = timedelta(hours=1)  # longer than any call can be repeated
LARGEST = 64 * 1024
MOST = 500  # events in a call
FIELDS = {"delivery", "kind", "id", "at", "detail"}


class Refused(Exception):
    """Of the whole call nothing is taken."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@csrf_exempt
@never_cache
def events(request: HttpRequest) -> JsonResponse:
    if not settings.NEWSLETTER_WEBHOOK_KEY:
        raise Http404
    return _answer(request)


def forget_old() -> None:
    """Calls that could not be repeated any more."""
    Seen.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()


@require_POST
def _answer(request: HttpRequest) -> JsonResponse:
    try:
        seal = _seal(request)
        with transaction.atomic():
            _take_once(seal)
            news = tell_all(_tellings(request.body))
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=refusal.status)
    except NoSuchDelivery:
        return JsonResponse({"error": "One of these letters is not known here."}, status=422)
    except OperationalError:
        return JsonResponse({"error": "Come again."}, status=503, headers={"Retry-After": "30"})
    return JsonResponse({"news": news})


def _seal(request: HttpRequest) -> str:
    """The signature of the call, as it must be. Raises Refused."""
    if request.content_type != "application/json":
        raise Refused(415, "Send application/json.")
    if len(request.body) > LARGEST:
        raise Refused(413, "At most 64 kB in one call.")
    stamp, signature = (request.headers.get(f"X-Newsletter-{name}", "") for name in ("Timestamp", "Signature"))
    key = settings.NEWSLETTER_WEBHOOK_KEY.encode()
    seal = hmac.new(key, f"{stamp}.".encode() + request.body, hashlib.sha256).hexdigest()
    is_fresh = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and abs(time.time() - int(stamp)) <= WINDOW
    if not constant_time_compare(seal, signature) or not is_fresh:
        raise Refused(401, "The signature is wrong, or the timestamp is more than five minutes off.")
    return seal


def _take_once(seal: str) -> None:
    try:
        with transaction.atomic():
            Seen.objects.create(token=keyed_hash("call", seal))
    except IntegrityError as error:
        raise Refused(409, "This call was taken before.") from error


def _tellings(body: bytes) -> list[Telling]:
    try:
        said = json.loads(body)
        json.dumps(said, ensure_ascii=False).encode()  # halves of characters could not be kept
    except (ValueError, RecursionError) as error:
        raise Refused(400, "This is no JSON.") from error
    told = said.get("events") if isinstance(said, dict) else None
    if not isinstance(told, list) or not 0 < len(told) <= MOST:
        raise Refused(422, f'Send {{"events": […]}} with one to {MOST} events.')
    return [_telling(place, each) for place, each in enumerate(told, 1)]


def _telling(place: int, said: Any) -> Telling:
    """One event. Raises Refused, naming it by its place."""
    if not isinstance(said, dict) or said.keys() - FIELDS or not all(isinstance(one, str) for one in said.values()):
        raise Refused(422, f"Event {place}: only {', '.join(sorted(FIELDS))} may stand in it, each a text.")
    if said.get("kind") not in KINDS or not 0 < len(said.get("id", "")) <= 200:
        raise Refused(422, f"Event {place}: it lacks its id, or its kind is none of {', '.join(sorted(KINDS))}.")
    try:
        delivery = read_delivery_token(said.get("delivery", "").strip("<>").partition("@")[0])
    except DeadLink as error:
        raise Refused(422, f"Event {place}: its delivery is none of ours.") from error
    return Telling(
        delivery, said["kind"], "webhook", said["id"], said.get("detail", ""), _moment(place, said.get("at"))
    )


def _moment(place: int, said: str | None) -> datetime:
    if said is None:
        return timezone.now()
    try:
        at = parse_datetime(said)
    except ValueError:
        at = None
    latest = timezone.now() + timedelta(seconds=WINDOW)
    if at is None or at.tzinfo is None or not at.year > 2000 or at > latest:
        raise Refused(422, f"Event {place}: “at” is no past moment with its zone, as in 2026-11-22T10:00:00Z.")
    return at
