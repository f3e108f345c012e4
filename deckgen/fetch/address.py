"""Which addresses may be asked: public ones, and those that the brief itself names as a base."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

from deckgen.fetch.trouble import Trouble
from deckgen.model.exchange import GapReason

MAX_URL = 8192
_PORTS = {"http": 80, "https": 443}
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_NAT64 = IPv6Network("64:ff9b::/96")
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")

Endpoint = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A checked address: what is asked and where the connection goes."""

    url: httpx.URL
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def endpoint(self) -> Endpoint:
        return self.host, self.port


def target(url: str) -> Target:
    """The target of an http(s) address; Trouble when it is none, names a user or hides its host."""
    if len(url) > MAX_URL or _FORBIDDEN.search(url):
        raise _unsafe("the address is too long or has characters that none may have")
    try:
        parsed = httpx.URL(url)
        host = parsed.raw_host.decode("ascii").lower().rstrip(".")
        port = parsed.port or _PORTS.get(parsed.scheme, 0)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise _unsafe(f"this is no address ({error})") from None
    if parsed.scheme not in _PORTS:
        raise _unsafe(f"only http and https are read, not {parsed.scheme[:20]!r}")
    if parsed.userinfo or "@" in parsed.netloc.decode("ascii", "replace"):
        raise _unsafe("the address names a user")
    if port > 65_535:
        raise _unsafe("the address has a port that does not exist")
    if not host:
        raise _unsafe("the address has no host")
    return Target(url=parsed.copy_with(fragment=None), scheme=parsed.scheme, host=host.strip("[]"), port=port)


def endpoints(bases: Iterable[str]) -> frozenset[Endpoint]:
    """Host and port of each base address."""
    return frozenset(target(base).endpoint for base in bases if not base.startswith("file:"))


def is_public(address: str) -> bool:
    """Whether an address of numbers is one on the public internet, also when it is wrapped in another."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    wrapped = _wrapped(parsed)
    # Where these stand every IPv4 host has such an address: what counts is the one inside.
    is_form = isinstance(parsed, IPv6Address) and (parsed in _NAT64 or parsed.ipv4_mapped is not None)
    return all(map(_is_public, wrapped if is_form else (parsed, *wrapped)))


def is_local_name(host: str) -> bool:
    """Whether a host is local by its spelling alone: all that can be known where a proxy resolves names."""
    number = _number(host)
    return host == "localhost" or host.endswith(_LOCAL_NAMES) or (number != "" and not is_public(number))


def not_public(host: str) -> Trouble:
    """The refusal of a host that resolves to a private address."""
    return _unsafe(f"{host} is not on the public internet; name it as a base of the source if it is yours")


def _number(host: str) -> str:
    """The address a host spells in numbers, in any spelling that the system accepts; empty for a name."""
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return ""


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _wrapped(address: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    if isinstance(address, IPv4Address):
        return ()
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or int(address) >> 32 == 0:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(a for a in inner if a is not None)


def _unsafe(why: str) -> Trouble:
    return Trouble(GapReason.UNSAFE, why)
