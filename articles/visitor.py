"""What a request says of where it comes from: the page its form stood on, and the network it came through."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


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
    """The /24 of IPv4 or the /48 of IPv6 that was asked from, or nothing. For a keyed hash, never to be kept as it
    stands."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    bits = 24 if address.version == 4 else 48
    return str(ip_network(f"{address}/{bits}", strict=False))
