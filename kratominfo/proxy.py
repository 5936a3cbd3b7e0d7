"""Whose word about a visitor counts: that of the configured proxy, and of nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any


class Proxies:
    """Addresses in `networks`, as in 127.0.0.1 or 10.0.0.0/8."""

    def __init__(self, networks: Iterable[str]) -> None:
        self.networks = [ip_network(name) for name in networks]
        self.trusts = lru_cache(maxsize=1024)(self._trusts)

    def _trusts(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self.networks)
        except ValueError:
            return False

    def sent(self, environ: Mapping[str, Any]) -> bool:
        """Whether this request came from one of them."""
        return bool(self.networks) and self.trusts(environ.get("REMOTE_ADDR", ""))

    def is_secure(self, environ: Mapping[str, Any]) -> bool:
        """Whether the visitor came over https, as Django's SECURE_PROXY_SSL_HEADER reads it."""
        said = environ.get("HTTP_X_FORWARDED_PROTO")
        if said is None or not self.sent(environ):
            return environ["wsgi.url_scheme"] == "https"
        return said.partition(",")[0].strip() == "https"
