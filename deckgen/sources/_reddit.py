"""What Reddit's two doors share: one spelling for one post, and how a query is put."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from deckgen.parsing.addresses import canonical, host_of
from deckgen.parsing.text import clean

HOME = "https://www.reddit.com"
SITE = "reddit.com"


def post_address(link: str) -> str:
    """A post's page under one host, whichever it was read at (`old.`, `ud.` ...); empty when it is none."""
    try:
        parts = urlsplit(urljoin(HOME, clean(link)))
    except ValueError:
        return ""
    host = host_of(f"{parts.scheme}://{parts.netloc}")
    is_reddit = host == SITE or host.endswith(f".{SITE}")
    return canonical(f"{HOME}{parts.path}") if is_reddit and "/comments/" in parts.path else ""


def quoted(phrase: str) -> str:
    """A phrase as Reddit's search takes it: all words, in this order."""
    return f'"{phrase.replace(chr(34), " ").strip()}"'


def account(name: str) -> str:
    """An author's name without Reddit's "/u/"; empty for one that is gone."""
    bare = clean(name).removeprefix("/u/").removeprefix("u/")
    return "" if bare == "[deleted]" else bare
