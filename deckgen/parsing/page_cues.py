"""What a page's own markup says of its kind; read with bounded patterns, nothing heavy is imported."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from deckgen.model.evidence import SiteKind
from deckgen.parsing.cues import BLOGWARE, GENERATORS, TYPES

MAX_PAGE = 1_500_000
_TAG = re.compile(r"<(meta|link|body|html)\b([^<>]{0,3000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z:_-]{1,40})\s*=\s*(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'>]{1,500}))"""
)
_LINKED_DATA = re.compile(r"<script[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
MAX_BLOCKS, MAX_BLOCK = 50, 200_000
_TYPE = re.compile(r'"@type"\s{0,20}:\s{0,20}(\[[^\]]{0,400}\]|"[^"]{1,80}")')
_NAME = re.compile(r"[A-Za-z]{3,60}")
_MICRODATA = re.compile(r"""itemtype\s*=\s*["']?https?://schema\.org/([A-Za-z]{3,60})""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,400})", re.IGNORECASE)
_CART = re.compile(
    r"""href\s*=\s*["'][^"'>]{0,200}(?:/cart|/checkout|/basket|warenkorb|/panier)\b""", re.IGNORECASE
)
_PRODUCT_BODY = re.compile(
    r"catalog-product-view|single-product\b|template-product|is--ctl-detail|product-details"
)
_FORUM_BODY = re.compile(r"section-viewtopic|section-viewforum|\bforum[-_]?(?:discussion|thread|topic)")
_POST_BODY = re.compile(r"\bsingle-post\b")
_STATIC_BODY = re.compile(r"\bpage-id-\d+\b|\bpage-template\b")  # WordPress: a page, as opposed to a post
_COMMENTS = re.compile(r"""class\s*=\s*["'][^"'>]{0,200}\b(?:comment-respond|commentlist|blogroll)\b""")
_ENTRY = re.compile(r"""class\s*=\s*["'][^"'>]{0,200}\b(?:h-entry|hentry)\b""")
_BLOG_WORD = re.compile(r"\b(?:we)?blogg?\b", re.IGNORECASE)
_DATED = re.compile(r"^/(?:19|20)\d\d/[01]\d/(?:[0-3]\d/)?[^/]{5,}")
_ORGANISED = frozenset({"Organization", "NewsMediaOrganization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCues:
    """What was seen in the markup."""

    generators: str
    types: frozenset[str]  # of JSON-LD and microdata
    linked: frozenset[str]  # of JSON-LD only
    og_type: str
    names: str  # site name, feed titles and page title, where a site calls itself something
    body: str  # classes of <html> and <body>
    has_feed: bool
    has_cart: bool
    has_comments: bool
    has_entry: bool


def cues(page: bytes) -> PageCues:
    """The cues in a page; never fails, whatever the bytes."""
    text = page[:MAX_PAGE].decode("utf-8", "replace")
    generators, names, body, og_type, has_feed = "", "", "", "", False
    for tag in _TAG.finditer(text):
        given = {a[1].lower(): html.unescape(a[2] or a[3] or a[4] or "") for a in _ATTRIBUTE.finditer(tag[2])}
        name = (given.get("name") or given.get("property") or "").lower()
        match tag[1].lower(), name:
            case "meta", "generator":
                generators += " " + given.get("content", "").lower()
            case "meta", "og:type":
                og_type = og_type or given.get("content", "").lower()
            case "meta", "og:site_name":
                names += " | " + given.get("content", "")
            case "link", _ if re.search(r"application/(?:rss|atom)\+xml", given.get("type", "")):
                has_feed = True
                names += " | " + given.get("title", "")
            case "body" | "html", _:
                body += " " + given.get("class", "")
    titles = _TITLE.search(text)
    blocks = " ".join(_blocks(text))
    linked = frozenset(name for found in _TYPE.finditer(blocks) for name in _NAME.findall(found[1]))
    return PageCues(
        generators=generators[:2000],
        types=linked | frozenset(_MICRODATA.findall(text)),
        linked=linked,
        og_type=og_type,
        names=names[:2000] + (" | " + html.unescape(titles[1]) if titles else ""),
        body=body[:4000],
        has_feed=has_feed,
        has_cart=_CART.search(text) is not None,
        has_comments=_COMMENTS.search(text) is not None,
        has_entry=_ENTRY.search(text) is not None,
    )


def _blocks(text: str) -> Iterator[str]:
    """The JSON-LD scripts, a bounded number of them."""
    for opening in islice(_LINKED_DATA.finditer(text), MAX_BLOCKS):
        end = text.find("</script", opening.end())
        if end < 0:
            return
        yield text[opening.end() : min(end, opening.end() + MAX_BLOCK)]


def page_kind(
    page: bytes, *, path: str, by_host: SiteKind, by_path: tuple[SiteKind, str]
) -> tuple[SiteKind, str]:
    """The kind of a page and its reason: software that admits of no doubt, the path, then weaker signs."""
    seen = cues(page)
    sure = _software(seen)
    if sure[0] is not SiteKind.UNKNOWN:
        return sure
    if by_path[0] is SiteKind.BLOG:
        return by_path
    for judge in (_trade, _typed, _post):
        kind, why = judge(seen, path, by_host)
        if kind is not SiteKind.UNKNOWN:
            return kind, why
    return by_path


def _software(seen: PageCues) -> tuple[SiteKind, str]:
    for kind in (SiteKind.FORUM, SiteKind.WIKI):
        for name in GENERATORS[kind]:
            if re.search(rf"\b{re.escape(name)}\b", seen.generators):
                return kind, f"generator:{name}"
    if re.search(r"\bmediawiki\b", seen.body):
        return SiteKind.WIKI, "body:mediawiki"
    if _FORUM_BODY.search(seen.body.lower()):
        return SiteKind.FORUM, "body:forum"
    if "DiscussionForumPosting" in seen.types:
        return SiteKind.FORUM, "type:DiscussionForumPosting"
    return SiteKind.UNKNOWN, ""


def _trade(seen: PageCues, path: str, by_host: SiteKind) -> tuple[SiteKind, str]:
    """A product page that can be bought from."""
    if seen.og_type.startswith("product"):
        return SiteKind.SHOP, "og:product"
    if _PRODUCT_BODY.search(seen.body):
        return SiteKind.SHOP, "body:product"
    if "Product" in seen.types and (seen.has_cart or by_host is SiteKind.SHOP):
        return SiteKind.SHOP, "type:Product"
    for name in GENERATORS[SiteKind.SHOP]:
        if name in seen.generators and "/blog" not in path:
            return SiteKind.SHOP, f"generator:{name}"
    return SiteKind.UNKNOWN, ""


def _typed(seen: PageCues, path: str, by_host: SiteKind) -> tuple[SiteKind, str]:
    """Types that the page gives itself; those of news outrank BlogPosting, which news sites use as well."""
    by_kind = {TYPES[name]: name for name in sorted(seen.types) if name in TYPES}
    if name := by_kind.get(SiteKind.NEWS):
        return SiteKind.NEWS, f"type:{name}"
    if seen.og_type.startswith("video"):
        return SiteKind.VIDEO, "og:video"
    if by_host is not SiteKind.SHOP and (name := by_kind.get(SiteKind.BLOG)):
        return SiteKind.BLOG, f"type:{name}"
    if name := by_kind.get(SiteKind.FORUM):
        return SiteKind.FORUM, f"type:{name}"
    if name := by_kind.get(SiteKind.COMPANY):
        return SiteKind.COMPANY, f"type:{name}"
    return SiteKind.UNKNOWN, ""


def _post(seen: PageCues, path: str, by_host: SiteKind) -> tuple[SiteKind, str]:
    """Signs of a blog that count only together: a feed is everywhere, and so is WordPress."""
    if not seen.has_feed or by_host in (SiteKind.SHOP, SiteKind.NEWS) or seen.types & _ORGANISED:
        if seen.has_feed and by_host is SiteKind.UNKNOWN and _BLOG_WORD.search(seen.names):
            return SiteKind.BLOG, "name:blog+feed"
        return SiteKind.UNKNOWN, ""
    if _BLOG_WORD.search(seen.names):
        return SiteKind.BLOG, "name:blog+feed"
    is_blogware = any(name in seen.generators for name in BLOGWARE) and not _STATIC_BODY.search(seen.body)
    if is_blogware and (_POST_BODY.search(seen.body) or seen.has_comments or seen.has_entry):
        return SiteKind.BLOG, "blogware+feed+post"
    if _DATED.match(path):
        return SiteKind.BLOG, "dated+feed"
    return SiteKind.UNKNOWN, ""
