"""A connection to the world outside: a name is looked up once, judged, and connected to at that very address, and no
answer holds us longer than its time."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic

from articles.outside import Refused, Target, addresses_of, is_public

ADDRESSES = 2  # of a host, tried one after the other
TLS = ssl.create_default_context()


@dataclass(frozen=True)
class Edge:
    """Where the network begins: names -> addresses within seconds, and a connection to an address and port."""

    resolve: Callable[[str, float], list[str]] = addresses_of
    connect: Callable[[tuple[str, int], float], socket.socket] = socket.create_connection


def outward(host: str, edge: Edge, until: float) -> list[str]:
    """Its addresses; one that is not public spoils them all. Raises Refused."""
    try:
        found = [str(ip_address(host))]
    except ValueError:
        found = edge.resolve(host, left(until))
    if not found or not all(is_public(address) for address in found):
        raise Refused("It leads into a private network.")
    return found[:ADDRESSES]


def connected(port: int, addresses: list[str], edge: Edge, until: float) -> socket.socket:
    """To the first address that takes a connection."""
    for address in addresses[:-1]:
        try:
            return edge.connect((address, port), left(until) / 2)
        except OSError:
            continue
    return edge.connect((addresses[-1], port), left(until))


def secured(line: socket.socket, target: Target, until: float) -> socket.socket:
    """The line, encrypted and its certificate looked at where the address begins with https."""
    line.settimeout(left(until))
    return TLS.wrap_socket(line, server_hostname=target.host) if target.scheme == "https" else line


def left(until: float) -> float:
    """Seconds. Raises TimeoutError when there are none."""
    seconds = until - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
