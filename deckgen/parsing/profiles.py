"""Profiles on known platforms: which platform an address belongs to, whose it is, its one spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from deckgen.parsing.platforms import FEDIVERSE_HOSTS, LEMMY_HOSTS, NOT_FEDIVERSE, RULES, Rule

MAX_URL = 2000
_BROKEN = re.compile("[\ud800-\udfff]")
_FEDIVERSE_HOST = re.compile(r"(?:mastodon|mstdn|social|fedi)\.[a-z0-9.-]+", re.ASCII)
_FEDIVERSE_PATH = re.compile(r"/(?:@|users/)([\w.-]{1,60})(?:@([a-z0-9.-]+\.[a-z0-9-]+))?", re.ASCII)
_FEDIVERSE_NAME = re.compile(r"@?([\w.-]{1,60})@([a-z0-9.-]+(?::\d{1,5})?)", re.ASCII)
_COMMUNITY_PATH = re.compile(r"/c/(\w{1,60})(?:@([a-z0-9.-]+\.[a-z0-9-]+))?", re.ASCII | re.IGNORECASE)
_COMMUNITY_NAME = re.compile(r"!?(\w{1,60})@([a-z0-9.-]+(?::\d{1,5})?)", re.ASCII | re.IGNORECASE)
_FORUM_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?::\d{1,5})?", re.ASCII)
_FORUM_PATH = re.compile(r"(?:/[\w.~-]{1,60}){0,2}", re.ASCII)  # a forum may lie in a folder of a site


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One account or page of somebody on a platform; two spellings of one profile are equal."""

    platform: str
    handle: str  # as one would name it, without "@" in front (fediverse: user@host, a forum: its host)
    url: str


def profile_of(url: str, *, is_rel_me: bool = False) -> Profile | None:
    """The profile behind an address; None for posts, share buttons, searches and unknown platforms.

    `is_rel_me`: the link says rel=me, so /@name on an unknown host is taken as a fediverse account.
    """
    if _BROKEN.search(url):
        return None
    try:
        parts = urlsplit(url.strip()[:MAX_URL])
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if not _is_web(parts.scheme) or not host:
        return None
    path = re.sub(r"/{2,}", "/", unquote(parts.path)).rstrip("/")
    rules = [rule for rule in RULES if rule.covers(host)]
    if not rules:
        return _community_on(host, path) or _fediverse(host, path, is_rel_me)
    found = (_by(rule, host, path, parts.query) for rule in rules)
    return next((profile for profile in found if profile is not None), None)


def profile_named(platform: str, text: str) -> Profile | None:
    """The profile that a handle ("@acme") or an address names on a platform; None when none."""
    text = text.strip()[:MAX_URL]
    if _BROKEN.search(text):
        return None
    if named := _NAMED.get(platform):
        return named(text)
    if "://" in text:
        found = profile_of(text)
        return found if found is not None and found.platform == platform else None
    addresses = (rule.address for rule in RULES if rule.platform == platform and rule.address)
    tried = (profile_of(address.format(quote(text.lstrip("@"), safe="@/:"))) for address in addresses)
    return next((profile for profile in tried if profile is not None), None)


def _fediverse_named(text: str) -> Profile | None:
    if "://" in text:
        found = profile_of(text, is_rel_me=True)
        return found if found is not None and found.platform == "mastodon" else None
    named = _FEDIVERSE_NAME.fullmatch(text)
    return _account(named[1], named[2]) if named else None


def _community_named(text: str) -> Profile | None:
    """Who names it here says that its server runs Lemmy, whatever the server is called."""
    if "://" not in text:
        named = _COMMUNITY_NAME.fullmatch(text)
        return _community(named[1], named[2]) if named else None
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return None
    found = _COMMUNITY_PATH.fullmatch(parts.path.rstrip("/")) if _is_web(parts.scheme) else None
    return _community(found[1], found[2] or host) if found and host else None


def _forum_named(text: str) -> Profile | None:
    """A forum by its own address; it has no other name."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.netloc.lower()
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    is_forum = _FORUM_HOST.fullmatch(host) and _FORUM_PATH.fullmatch(path) and ".." not in path
    if not (is_forum and _is_web(parts.scheme)) or any(rule.covers(host) for rule in RULES):
        return None
    return Profile(platform="discourse", handle=f"{host}{path}", url=f"{parts.scheme}://{host}{path}")


def _by(rule: Rule, host: str, path: str, query: str) -> Profile | None:
    for pattern, template in rule.forms:
        if not (found := pattern.fullmatch(path)):
            continue
        groups = {"lang": host.partition(".")[0], **found.groupdict()}
        groups["kind"] = groups.get("kind", "").lower()
        if rule.needs_query:
            groups["handle"] = (parse_qs(query).get(rule.needs_query) or [""])[0]
        handle = groups.get("handle", "")
        if not handle or handle.lower() in rule.reserved or not rule.name.fullmatch(handle):
            continue
        if not rule.is_case_kept:
            handle = handle.lower()
        groups["handle"] = quote(handle, safe="@:(),!'")
        return Profile(platform=rule.platform, handle=handle.lstrip("@"), url=template.format(**groups))
    return None


def _fediverse(host: str, path: str, is_rel_me: bool) -> Profile | None:
    is_known = host in FEDIVERSE_HOSTS or _FEDIVERSE_HOST.fullmatch(host) is not None
    if not (is_known or is_rel_me) or any(host == h or host.endswith("." + h) for h in NOT_FEDIVERSE):
        return None
    if found := _FEDIVERSE_PATH.fullmatch(path):
        return _account(found[1], found[2] or host)
    return None


def _community_on(host: str, path: str) -> Profile | None:
    is_known = host in LEMMY_HOSTS or host.startswith("lemmy.")
    found = _COMMUNITY_PATH.fullmatch(path) if is_known else None
    return _community(found[1], found[2] or host) if found else None


def _community(name: str, host: str) -> Profile:
    name, host = name.lower(), host.lower()
    return Profile(platform="lemmy", handle=f"{name}@{host}", url=f"https://{host}/c/{name}")


def _account(user: str, host: str) -> Profile:
    user, host = user.lower(), host.lower()
    return Profile(platform="mastodon", handle=f"{user}@{host}", url=f"https://{host}/@{user}")


def _is_web(scheme: str) -> bool:
    return scheme.lower() in {"http", "https"}


_NAMED: Mapping[str, Callable[[str], Profile | None]] = {
    "discourse": _forum_named,
    "lemmy": _community_named,
    "mastodon": _fediverse_named,
}
HOMELESS = tuple(_NAMED)  # anybody may run a server of them: a profile there names its server
