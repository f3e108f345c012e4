"""What kind of site and of page an address is: by general cues, with reasons, or honestly unknown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from deckgen.model.evidence import SiteKind
from deckgen.parsing.addresses import MAX_URL, host_of
from deckgen.parsing.cues import CHANCE, ENDINGS, LABELS, PATHS, PLATFORMS, SECOND, WORDS
from deckgen.parsing.page_cues import page_kind

Judgement = tuple[SiteKind, str]  # a kind and the short code of its reason
_NOTHING: Judgement = (SiteKind.UNKNOWN, "")
_HINTS = {"qa": SiteKind.FORUM, "video": SiteKind.VIDEO, "product": SiteKind.SHOP}
_OWN = frozenset({SiteKind.OWN, SiteKind.COMPETITOR})
_TOLD_BY_LABEL = frozenset({SiteKind.BLOG, SiteKind.FORUM, SiteKind.WIKI})
_SPLIT_TITLE = re.compile(r"\s[|–—·»›-]\s|\s?[|»]\s?")
_BLOG_NAME = re.compile(r"(?:^(?:we)?blogg?\b|\b(?:we)?(?:blog|blogg|blogi)$)", re.IGNORECASE)
_SHOPIFY_POST = re.compile(r"/blogs/[^/]+/[^/]+")
_THREAD = re.compile(r"/(?:t|d)/[^/]+/\d+|/threads?/[^/]*\d|/topic[-/]\d+|/f\d+[-/]|/t\d+-|/questions/\d+")
_EPISODE = re.compile(
    r"/(?:season|saison|staffel|temporada|episode|folge|épisode|avsnitt)[-_]?\d+\b|[?&]v(?:ideo)?(?:_?id)?="
)
_WIKI_SCRIPT = re.compile(r"/index\.php\?(?:.*&)?title=|/doku\.php")
_FORUM_SCRIPT = re.compile(r"/(?:viewtopic|showthread|viewforum|forumdisplay)\.php|/index\.php\?topic=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """Two axes: what the host is, and what this page of it is; `reasons` are codes such as "path:/blog/"."""

    host_kind: SiteKind
    page_kind: SiteKind
    reasons: tuple[str, ...] = ()

    @property
    def kind(self) -> SiteKind:
        """The kind to count: ours or a competitor's by its owner, else the page's, else the host's."""
        if self.host_kind in _OWN or self.page_kind is SiteKind.UNKNOWN:
            return self.host_kind
        return self.page_kind


def classify(
    url: str,
    *,
    title: str = "",
    hint: str = "",
    own_domains: Collection[str] = (),
    competitor_domains: Collection[str] = (),
    page: bytes | None = None,
) -> Classification:
    """Kind of host and page: from the address and, where given, the title, the engine's hint, the page."""
    host = host_of(url)
    platform = platform_of(host)
    by_host = _by_host(host)
    path = _path(url)
    by_path = _NOTHING if platform else _by_path(path)
    if by_path[0] is SiteKind.UNKNOWN and not platform:
        by_path = _by_title(title)
    if platform:
        by_page = by_host
    else:
        by_page = page_kind(page, path=path, by_host=by_host[0], by_path=by_path) if page else by_path
    if by_page[0] is SiteKind.UNKNOWN and by_host[0] is SiteKind.UNKNOWN and hint in _HINTS:
        by_page = (_HINTS[hint], f"hint:{hint}")
    owner = _owner(host, own_domains, competitor_domains)
    if owner[0] is not SiteKind.UNKNOWN:
        by_host = owner
    return Classification(
        host_kind=by_host[0],
        page_kind=by_page[0],
        reasons=tuple(dict.fromkeys(code for _, code in (by_host, by_page) if code)),
    )


@lru_cache(maxsize=20_000)
def host_kind(
    host: str, *, own_domains: tuple[str, ...] = (), competitor_domains: tuple[str, ...] = ()
) -> SiteKind:
    """The kind of a host alone, as `classify` tells it for each of its pages."""
    owner = _owner(host, own_domains, competitor_domains)
    return owner[0] if owner[0] is not SiteKind.UNKNOWN else _by_host(host)[0]


def _by_host(host: str) -> Judgement:
    platform = platform_of(host)
    return (PLATFORMS[platform], f"host:{platform}") if platform else _by_name(host)


@lru_cache(maxsize=20_000)
def platform_of(host: str) -> str:
    """The hosting platform that a host is or belongs to: `blogspot`, `substack.com`; empty when to none."""
    labels = host.split(".")
    for i in range(len(labels)):
        name = ".".join(labels[i:])
        if name in PLATFORMS:
            return name
    # Names such as blogspot.de or amazon.co.uk: the label before a public ending of one or two labels.
    for i in range(max(0, len(labels) - 3), len(labels) - 1):
        if labels[i] in PLATFORMS and all(len(label) <= 3 for label in labels[i + 1 :]):
            return labels[i]
    return ""


def _owner(host: str, own: Collection[str], competitors: Collection[str]) -> Judgement:
    for kind, domains in ((SiteKind.OWN, own), (SiteKind.COMPETITOR, competitors)):
        for domain in domains:
            name = host_of(domain)
            if name and (host == name or host.endswith(f".{name}")):
                return kind, f"domain:{name}"
    return _NOTHING


@lru_cache(maxsize=20_000)
def _by_name(host: str) -> Judgement:
    """By the labels of a host name: a whole label first, then its ending, then the last word of its name."""
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return _NOTHING
    for label in labels[:-2]:
        if label in LABELS:
            return LABELS[label], f"label:{label}"
        kind, why = _by_word(label)
        if kind in _TOLD_BY_LABEL:
            return kind, why
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND:
        return SECOND[labels[-2]], f"ending:{labels[-2]}.{labels[-1]}"
    name = labels[-3] if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else labels[-2]
    by_word = _by_word(name)
    if by_word[0] is SiteKind.UNKNOWN and labels[-1] in ENDINGS:
        return ENDINGS[labels[-1]], f"ending:{labels[-1]}"
    return by_word


def _by_word(name: str) -> Judgement:
    """The cue that ends last decides: a news blog is a blog, a blog news is news."""
    if name in LABELS:
        return LABELS[name], f"name:{name}"
    found = [
        (m.end(), len(m[1]), kind, m[1])
        for kind, pattern in WORDS
        for m in pattern.finditer(name[:80])
        if not name[: m.end()].endswith(CHANCE)
    ]
    if not found:
        return _NOTHING
    _, _, kind, word = max(found, key=lambda f: f[:2])
    return kind, f"name:{word}"


def _path(url: str) -> str:
    """Path and query in lower case, decoded; a bare host has none."""
    try:
        parts = urlsplit(url[:MAX_URL] if "://" in url else f"//{url[:MAX_URL]}")
        path = unquote(parts.path).lower()
    except ValueError:
        return ""
    return f"{path}?{parts.query.lower()}" if parts.query else path


def _by_path(path: str) -> Judgement:
    """By whole segments of the path; the first that says something, but a blog anywhere in it."""
    if _SHOPIFY_POST.search(path):
        return SiteKind.BLOG, "path:/blogs/"
    for pattern, kind in ((_FORUM_SCRIPT, SiteKind.FORUM), (_WIKI_SCRIPT, SiteKind.WIKI)):
        if found := pattern.search(path):
            return kind, f"path:{found[0].partition('?')[0]}"
    told = [(PATHS[s], f"path:/{s}/") for s in _segments(path) if s in PATHS]
    blog = next((j for j in told if j[0] is SiteKind.BLOG), None)
    if blog or told:
        return blog or told[0]
    if _THREAD.search(path):
        return SiteKind.FORUM, "path:thread"
    return (SiteKind.VIDEO, "path:episode") if _EPISODE.search(path) else _NOTHING


def _segments(path: str) -> Iterator[str]:
    return (s for s in path.partition("?")[0].split("/")[:12] if s)


def _by_title(title: str) -> Judgement:
    """A result's title that ends (or begins) with the name of the site, and that name says blog."""
    parts = [p.strip() for p in _SPLIT_TITLE.split(title[:300])]
    if len(parts) > 1 and any(len(p) <= 60 and _BLOG_NAME.search(p) for p in (parts[-1], parts[0])):
        return SiteKind.BLOG, "title:blog"
    return _NOTHING
