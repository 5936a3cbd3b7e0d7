"""What may be asked of the world outside: no link that somebody typed leads us into our own network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin, urlsplit

import dns.exception
import dns.resolver
import idna
from django.utils.encoding import iri_to_uri

PORTS = {"http": 80, "https": 443}
DNS_PATIENCE = 3.0  # seconds
NUMBER = re.compile(r"(\d+|0x[0-9a-f]*)", re.IGNORECASE)  # 2130706433, 0x7f.1 and 127.1 are addresses to some libraries
PRINTED = re.compile(r"[!-~]+")
WORLD = ip_network("2000::/3")  # all that was ever given out of IPv6
# Of what Python calls global: protocol assignments, relays, and IPv6 that carries an IPv4 address inside.
INNER = [ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")]


class Refused(ValueError):
    """This is not asked at all. The message tells why."""


class NoSuchHost(OSError):
    """The name leads nowhere: that is an answer."""


@dataclass(frozen=True)
class Target:
    """An address that may be asked, as far as its letters tell."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> Target:
        """Raises Refused."""
        try:
            parts = urlsplit(url)
            port, name = parts.port, parts.hostname or ""
        except ValueError as error:
            raise Refused("It is no address.") from error
        if parts.scheme not in PORTS:
            raise Refused("It begins with neither http nor https.")
        if "@" in parts.netloc:
            raise Refused("It holds a user's name.")
        if port not in {None, *PORTS.values()}:
            raise Refused("It names a port of its own.")
        path = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
        if not PRINTED.fullmatch(path):
            raise Refused("It is no address.")
        return cls(parts.scheme, _host(name), port or PORTS[parts.scheme], path)

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def leads_to(self, location: str) -> Target:
        """Where a redirect from here goes. Raises Refused for another host."""
        other = Target.of(urljoin(f"{self.scheme}://{self.authority}{self.path}", location))
        if other.host != self.host:
            raise Refused("It leads to another host.")
        return other


def _host(name: str) -> str:
    """An address of the Internet, or a name with a dot in it. Raises Refused."""
    try:
        return str(ip_address(name))
    except ValueError:
        pass
    try:
        host = idna.encode(name.rstrip("."), uts46=True).decode()
    except UnicodeError as error:
        raise Refused("Its host is no name.") from error
    if "." not in host or NUMBER.fullmatch(host.rpartition(".")[2]):
        raise Refused("Its host is no public name.")
    return host


def is_public(address: str) -> bool:
    """Whether this address (RFC 6890) is somebody else's, out in the world."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and (found not in WORLD or found.scope_id):
        return False
    is_inner = any(found.version == net.version and found in net for net in INNER)
    return found.is_global and not is_inner and not _is_special(found)


def _is_special(address: IPv4Address | IPv6Address) -> bool:
    return address.is_multicast or address.is_reserved or address.is_loopback or address.is_unspecified


def addresses_of(host: str, patience: float) -> list[str]:
    """Asked of DNS alone, within seconds: no file of this machine adds names to it. Raises NoSuchHost, OSError."""
    for kind in ("A", "AAAA"):
        try:
            found = dns.resolver.resolve(host, kind, lifetime=min(patience, DNS_PATIENCE), search=False)
            return [str(each) for each in found]
        except dns.resolver.NoAnswer:
            continue
        except dns.resolver.NXDOMAIN as error:
            raise NoSuchHost("There is no such host.") from error
        except dns.exception.DNSException as error:
            raise OSError("DNS did not answer.") from error
    raise NoSuchHost("There is no such host.")


def texts_of(name: str) -> list[str] | None:
    """The TXT records of a name; none where DNS is silent."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=DNS_PATIENCE, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError):
        return None
    return [b"".join(each.strings).decode("utf-8", "replace") for each in answer]
