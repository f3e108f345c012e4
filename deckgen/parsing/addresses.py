"""Web addresses: one spelling for one page, the host of a page, the domain that somebody registered."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

MAX_URL = 4096
_TRACKERS = frozenset({"ref", "fbclid", "gclid", "msclkid", "igshid", "mc_cid", "mc_eid"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d|//)", re.IGNORECASE)  # not "host:8080"
# Nearly all addresses: a host in lower case and a path; nothing else that would have to be taken apart.
_PLAIN = re.compile(r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*)(/[^?#\s\x00-\x1f\x7f]*)?")
_WHITESPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


@lru_cache(maxsize=20_000)  # the same address is compared by every argument
def canonical(url: str) -> str:
    """The address without what does not change the page: trackers, fragment, default port, last slash.

    Text that is no address comes back trimmed; it still serves as a key.
    """
    if len(url) <= MAX_URL and (plain := _PLAIN.fullmatch(url)):
        return plain[1] + ((plain[2] or "").rstrip("/") or "/")
    trimmed = _WHITESPACE.sub("", url)[:MAX_URL]
    try:
        parts = urlsplit(trimmed)
        port = parts.port
    except ValueError:
        return trimmed
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return trimmed
    host = parts.hostname.rstrip(".")
    authority = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        authority = f"{authority}:{port}"
    kept = [pair for pair in parts.query.split("&") if pair and not _is_tracker(pair)]
    return urlunsplit((scheme, authority, parts.path.rstrip("/") or "/", "&".join(kept), ""))


@lru_cache(maxsize=20_000)
def page_key(url: str) -> str:
    """What two addresses of one page share: as `canonical`, without the scheme and a leading `www.`."""
    scheme, mark, rest = canonical(url).partition("://")
    return rest.removeprefix("www.") if mark and scheme in _DEFAULT_PORTS else f"{scheme}{mark}{rest}"


def _is_tracker(pair: str) -> bool:
    name = unquote_plus(pair.partition("=")[0]).lower()
    return name.startswith("utm_") or name in _TRACKERS


@lru_cache(maxsize=20_000)
def host_of(url: str) -> str:
    """Host in lower case without `www.`; a bare host is taken as one; empty when there is none."""
    trimmed = _WHITESPACE.sub("", url)[:MAX_URL]
    if _OTHER_SCHEME.match(trimmed):
        return ""
    if "://" not in trimmed and not trimmed.startswith("//"):
        trimmed = f"//{trimmed}"
    try:
        host = (urlsplit(trimmed).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return host.removeprefix("www.")


@lru_cache(maxsize=20_000)
def registrable(host: str) -> str:
    """The domain that was registered: `shop.brand.co.uk` -> `brand.co.uk`, `me.github.io` -> itself.

    Addresses made of numbers and hosts without a dot are returned as they are, a bare public suffix too.
    """
    name = host.strip().rstrip(".").lower()[:253]
    if "." not in name or _is_number(name):
        return name
    try:
        return _suffixes().privatesuffix(name) or name
    except (UnicodeError, ValueError):
        return name


@cache
def _suffixes() -> PublicSuffixList:
    """The list that comes with the library, private suffixes such as `github.io` included."""
    return PublicSuffixList()


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
