"""Where an address typed by a stranger may lead: to hosts that everybody can reach, never inward.

Whoever can make us ask any host could ask our own machines through us (OWASP: server-side request forgery).
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urlsplit

from marketplace.kit.errors import Invalid, Unavailable

Spot = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]

LONGEST = 2_000
SECURE = {"http": False, "https": True, "webcal": True, "webcals": True}
USUAL = {False: 80, True: 443}
_UNRESERVED = "/%:@!$&'()*+,;=~-._?"
_EMBEDDING = ip_network("64:ff9b::/96")
"""Addresses that a translator turns into the IPv4 address at their end (RFC 6052)."""


class CannotFetch(Unavailable):
    """It could not be read; the sentence is for whoever gave us the address."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. `path` holds the query, too."""

    secure: bool
    host: str
    port: int
    path: str


def target(address: str) -> Target:
    """Raises `Invalid` saying what is wrong with it. `webcal:` means https."""
    if len(address) > LONGEST:
        raise Invalid(f"An address has at most {LONGEST:,} characters.")
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode().lower()
        port = parts.port
    except ValueError:  # UnicodeError is one
        raise Invalid("This is not an address. Copy all of it, from https:// on.") from None
    if parts.scheme.lower() not in SECURE or not host:
        raise Invalid("Copy the whole address: it begins with https:// or webcal://.")
    if parts.username or parts.password:
        raise Invalid("Leave name and password out of the address. Calendars offer a secret address instead.")
    secure = SECURE[parts.scheme.lower()]
    port = port if port is not None else USUAL[secure]
    if port not in USUAL.values() and port < 1024:
        raise Invalid(f"Calendars are not read from port {port}.")
    path = parts.path or "/"
    return Target(
        secure, host, port, quote(f"{path}?{parts.query}" if parts.query else path, safe=_UNRESERVED)
    )


def spots(where: Target, trusted: Networks = ()) -> list[Spot]:
    """The addresses the host has at this moment, all of them checked. Raises `CannotFetch`.

    One inward address among others is enough to refuse: the host is not what it says it is.
    """
    try:
        found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    except OSError:
        raise CannotFetch(f"There is no host called {where.host}.") from None
    resolved = list(dict.fromkeys(ip_address(str(one[4][0]).partition("%")[0]) for one in found))
    if not resolved or not all(allowed(spot, trusted) for spot in resolved):
        raise CannotFetch(f"{where.host} is not on the public internet, so we do not read from it.")
    return resolved


def allowed(spot: Spot, trusted: Networks = ()) -> bool:
    """Is it out there? `trusted` are networks that the installation says so of."""
    if any(spot in network for network in trusted if network.version == spot.version):
        return True
    inner = _inner(spot)
    if inner is not None:
        return allowed(inner, trusted)
    return spot.is_global and not (spot.is_multicast or spot.is_reserved or spot.is_unspecified)


def _inner(spot: Spot) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(spot, IPv4Address):
        return None
    if spot in _EMBEDDING:
        return IPv4Address(int(spot) & 0xFFFF_FFFF)
    return spot.ipv4_mapped or spot.sixtofour or (spot.teredo[1] if spot.teredo else None)
