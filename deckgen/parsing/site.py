"""What a company's own page declares: feeds, profiles elsewhere, a blog; and whether it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from deckgen.errors import SourceBlocked
from deckgen.model.evidence import Proof
from deckgen.model.exchange import Page
from deckgen.parsing.addresses import canonical, host_of, registrable
from deckgen.parsing.botcheck import reads_like_a_bot_check
from deckgen.parsing.html import attribute, soup, text_of, visible_text
from deckgen.parsing.moments import day
from deckgen.parsing.organisation import same_as
from deckgen.parsing.profiles import Profile, profile_named, profile_of

MAX_LINKS, MAX_PROFILES, MAX_PER_PLATFORM = 5_000, 40, 4
SHELL_LINKS, SHELL_WORDS = 3, 200
_FEED_TYPE = re.compile(r"application/(?:rss\+xml|atom\+xml|feed\+json)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|comentari|commentair|reacties", re.IGNORECASE)
_FRAME = re.compile(r"(?:^|[\s_-])(?:social|socials|footer|header|follow|topbar)(?:$|[\s_-])", re.IGNORECASE)
_ARTICLE = frozenset({"article", "main", "blockquote"})
_BLOG = re.compile(r"blogg?s?|magazine?|stories|journal|insights", re.IGNORECASE)
_NEWS = re.compile(
    r"news(?:room)?|press(?:e|room)?|media|aktuell\w*|nyheter|actualites|noticias", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A profile that the page calls the company's own, and how."""

    profile: Profile
    proof: Proof
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One page of a company as far as it matters here; `url` is where it was read."""

    url: str
    feeds: tuple[str, ...]  # of posts; those of comments are left out
    profiles: tuple[Declared, ...]
    blog: str  # address of a linked blog or magazine on the same site, or empty
    has_news: bool  # links to a news or press section
    wordpress_api: str  # address of its API, or empty
    newest: date | None  # newest <time> on the page
    is_shell: bool  # next to no words and links: the page is made by a script


def audit(page: Page) -> Site:
    """Reads a page; SourceChanged when it is no readable HTML, SourceBlocked when it is a bot check."""
    tree = soup(page)
    base = _base(tree, page.url)
    links = tuple(_links(tree, base))
    is_shell = len(links) < SHELL_LINKS and len(visible_text(tree, 4 * SHELL_WORDS)) < SHELL_WORDS
    if is_shell and reads_like_a_bot_check(f"{text_of(tree.title)} {visible_text(tree, 4 * SHELL_WORDS)}"):
        raise SourceBlocked(f"{host_of(page.url)} showed a bot check instead of its page; look at it by hand")
    sections = tuple(_sections(links, page.url))
    return Site(
        url=page.url,
        feeds=tuple(dict.fromkeys(_feeds(tree, base))),
        profiles=_kept(_declared(tree, links, page.url)),
        blog=_best(url for url, name in sections if _BLOG.fullmatch(name)),
        has_news=any(_NEWS.fullmatch(name) for _, name in sections),
        wordpress_api=_wordpress(tree, base),
        newest=max(_times(tree), default=None),
        is_shell=is_shell,
    )


def _base(tree: BeautifulSoup, url: str) -> str:
    tag = tree.find("base", href=True)
    return _joined(url, attribute(tag, "href") if isinstance(tag, Tag) else "") or url


def _joined(base: str, href: str) -> str:
    """A whole http(s) address; empty for anything else."""
    try:
        url = urljoin(base, href.strip()[:2000])
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def _links(tree: BeautifulSoup, base: str) -> Iterator[tuple[str, Tag]]:
    for tag in tree.find_all("a", href=True, limit=MAX_LINKS):
        if url := _joined(base, attribute(tag, "href")):
            yield url, tag


def _feeds(tree: BeautifulSoup, base: str) -> Iterator[str]:
    for tag in tree.find_all("link", href=True, limit=MAX_LINKS):
        if "alternate" not in attribute(tag, "rel").lower().split():
            continue
        href, title = attribute(tag, "href"), attribute(tag, "title")
        is_feed = _FEED_TYPE.match(attribute(tag, "type").strip()) and "oembed" not in href
        if is_feed and not _COMMENTS.search(f"{title} {href}") and (url := _joined(base, href)):
            yield url


def _declared(tree: BeautifulSoup, links: tuple[tuple[str, Tag], ...], url: str) -> Iterator[Declared]:
    """Profiles, the strongest word of the page first."""
    for link in same_as(tree, url):
        if profile := profile_of(link):
            yield Declared(profile=profile, proof=Proof.SITE_SAMEAS, locator="sameAs")
    for tag in tree.find_all(["a", "link"], href=True, rel=re.compile(r"^me$", re.IGNORECASE), limit=200):
        if profile := profile_of(attribute(tag, "href"), is_rel_me=True):
            yield Declared(profile=profile, proof=Proof.REL_ME, locator="rel=me")
    for link, tag in links:
        if (profile := profile_of(link)) and _is_in_frame(tag):
            yield Declared(profile=profile, proof=Proof.SITE_LINK, locator="a[href] in header or footer")
    for tag in tree.find_all("meta", attrs={"name": "twitter:site"}, limit=5):
        handle = attribute(tag, "content") or attribute(tag, "value")
        if profile := profile_named("x", handle):
            yield Declared(profile=profile, proof=Proof.SITE_LINK, locator="meta twitter:site")


def _is_in_frame(tag: Tag) -> bool:
    """In what surrounds every page of a site, not in an article, which may link to anybody."""
    is_framed = False
    for parent in tag.parents:
        if parent.name in _ARTICLE:
            return False
        if parent.name in {"body", "html"}:
            break
        words = f"{attribute(parent, 'class')} {attribute(parent, 'id')}"[:500]
        is_framed = is_framed or parent.name in {"header", "footer", "nav"} or bool(_FRAME.search(words))
    return is_framed


def _kept(found: Iterable[Declared]) -> tuple[Declared, ...]:
    """Each profile once, by its strongest proof; a page that links to hundreds declares none of them."""
    kept: dict[str, Declared] = {}
    count: dict[str, int] = {}
    for declared in found:
        platform = declared.profile.platform
        is_new = declared.profile.url not in kept and count.get(platform, 0) < MAX_PER_PLATFORM
        if is_new and len(kept) < MAX_PROFILES:
            kept[declared.profile.url] = declared
            count[platform] = count.get(platform, 0) + 1
    return tuple(kept.values())


def _sections(links: Iterable[tuple[str, Tag]], url: str) -> Iterator[tuple[str, str]]:
    """Links to parts of the same site, each with what may name the part: host, folder, link text."""
    site = registrable(host_of(url))
    for link, tag in links:
        host = host_of(link)
        if registrable(host) != site:
            continue
        folders = [part for part in unquote(urlsplit(link).path).split("/") if part]
        names = [host.partition(".")[0]] if host != site else []
        for name in (*names, *folders[-1:], text_of(tag)[:40]):
            yield link, name


def _best(urls: Iterable[str]) -> str:
    """The shortest is the section itself, longer ones are posts in it."""
    return min((canonical(url) for url in urls), key=lambda url: (len(url), url), default="")


def _wordpress(tree: BeautifulSoup, base: str) -> str:
    tag = tree.find("link", href=True, rel="https://api.w.org/")
    return _joined(base, attribute(tag, "href")) if isinstance(tag, Tag) else ""


def _times(tree: BeautifulSoup) -> Iterator[date]:
    for tag in tree.find_all("time", datetime=True, limit=200):
        found = day(attribute(tag, "datetime"))
        if found is not None:
            yield found
