"""How often one may ask: counted from the asks themselves, so that every process and machine sees the same limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

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
    mine, everybody = _asked(Ask.objects.filter(network=network), NETWORK), _asked(Ask.objects.all(), EVERYBODY)
    origin = origin_of(request)
    if origin is False:
        return Verdict.FOREIGN
    if mine >= NETWORK.full:
        return Verdict.BUSY
    if everybody >= EVERYBODY.full:
        return Verdict.BROKEN
    is_calm = origin and mine < NETWORK.near and everybody < EVERYBODY.near
    return Verdict.WELCOME if is_calm or is_pressed(request, address) else Verdict.PRESS


def origin_of(request: HttpRequest) -> bool | None:
    """Whether the form stood on a page of ours; None when the browser does not say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return None
    return urlsplit(origin).netloc in {request.get_host(), urlsplit(settings.SITE_URL).netloc}


def network_of(request: HttpRequest) -> str:
    """Keyed hash of the network asked from: /24 of IPv4, /48 of IPv6."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return keyed_hash("network", "")
    bits = 24 if address.version == 4 else 48
    return keyed_hash("network", str(ip_network(f"{address}/{bits}", strict=False)))


def press(request: HttpRequest, address: Address) -> str:
    """A signed time, good for this address from this network."""
    return sign_now("press", _pair(request, address))


def is_pressed(request: HttpRequest, address: Address) -> bool:
    try:
        return read_signed("press", request.POST.get("press", ""), life=PRESS_LIFE) == _pair(request, address)
    except DeadLink:
        return False


def is_domain_full(domain: str) -> bool:
    return Ask.objects.filter(domain=domain, sent_at__gt=timezone.now() - WINDOW).count() >= DOMAIN_MAILS


def _asked(asks: QuerySet[Ask], limit: Limit) -> int:
    """How many within the window, counted no further than the limit."""
    return asks.filter(asked_at__gt=timezone.now() - WINDOW).order_by()[: limit.full].count()


def _pair(request: HttpRequest, address: Address) -> str:
    return keyed_hash("press", f"{network_of(request)} {address.key}")
