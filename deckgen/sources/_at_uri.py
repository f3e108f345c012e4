"""The name of a Bluesky post that never changes: the same from Bluesky itself and from a bridge to it."""

from __future__ import annotations

import re

_POST = re.compile(
    r"at://(did:[a-z0-9]{1,20}:[\w.:%-]{1,200})/app\.bsky\.feed\.post/([\w.~:-]{1,512})", re.ASCII
)


def post_address(at_uri: str) -> str:
    """The post's page, by its author's identifier and not by a handle that may change; empty for no post."""
    found = _POST.fullmatch(at_uri)
    return f"https://bsky.app/profile/{found[1]}/post/{found[2]}" if found else ""
