"""How often one may ask: counted from the asks themselves, so that every process and machine sees the same limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles import visitor
from newsletter.addresses import Address
from newsletter.models.ask import Ask
from newsletter.tokens import DeadLink, keyed_hash, read_signed, sign_now

WINDOW = timedelta(hours=1)
PRESS_LIFE = timedelta(hours=1)
DOMAIN_MAILS = 600  # confirmation mails an hour to one domain; the rest waits


@dataclass(frozen=True)
class Limit:
    """Asks in a window: from `near` on a button must be pressed, at `full` nobody is heard."""

    near: int
    full: int


NETWORK = Limit(near=10, full=100)
EVERYBODY = Limit(near=300, full=1500)


class Verdict(Enum):
    """What becomes of a request to join. It depends on the request, never on the address."""

    WELCOME = "welcome"
    PRESS = "press"  # in doubt: a page with one button
    FOREIGN = "foreign"  # sent from another site
    BUSY = "busy"  # too much from this network
    BROKEN = "broken"  # too much from everybody


def judge(request: HttpRequest, address: Address) -> Verdict:
    """Two counts, whatever the outcome. `press` in the form is the signed time of the page with the button."""
    network = network_of(request)
    mine = _asked(Ask.objects.filter(network=network), NETWORK)
    everybody = _asked(Ask.objects.filter(brought_in=None), EVERYBODY)
    origin = visitor.origin_of(request)
    if origin is False:
        return Verdict.FOREIGN
    if mine >= NETWORK.full:
        return Verdict.BUSY
    if everybody >= EVERYBODY.full:
        return Verdict.BROKEN
    is_calm = origin and mine < NETWORK.near and everybody < EVERYBODY.near
    return Verdict.WELCOME if is_calm or is_pressed(request, address) else Verdict.PRESS


def network_of(request: HttpRequest) -> str:
    """Keyed hash of the network asked from."""
    return keyed_hash("network", visitor.network_of(request))


def press(request: HttpRequest, address: Address) -> str:
    """A signed time, good for this address from this network."""
    return sign_now("press", _pair(request, address))


def is_pressed(request: HttpRequest, address: Address) -> bool:
    try:
        return read_signed("press", request.POST.get("press", ""), life=PRESS_LIFE) == _pair(request, address)
    except DeadLink:
        return False


def is_domain_full(domain: str, *, is_patient: bool = False) -> bool:
    """Who is patient leaves half of it to those who ask themselves."""
    most = DOMAIN_MAILS // 2 if is_patient else DOMAIN_MAILS
    return Ask.objects.filter(domain=domain, sent_at__gt=timezone.now() - WINDOW).count() >= most


def _asked(asks: QuerySet[Ask], limit: Limit) -> int:
    """How many within the window, counted no further than the limit."""
    return asks.filter(asked_at__gt=timezone.now() - WINDOW).order_by()[: limit.full].count()


def _pair(request: HttpRequest, address: Address) -> str:
    return keyed_hash("press", f"{network_of(request)} {address.key}")
