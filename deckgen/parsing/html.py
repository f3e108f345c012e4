"""Web pages from strangers, read with bounds on size, tags and depth; and the words a reader would see."""

from __future__ import annotations

import codecs
import re
import warnings

from bs4 import (
    BeautifulSoup,
    MarkupResemblesLocatorWarning,
    ParserRejectedMarkup,
    Tag,
    XMLParsedAsHTMLWarning,
)
from bs4.element import NavigableString, PageElement, PreformattedString

from deckgen.errors import SourceChanged
from deckgen.model.exchange import Page
from deckgen.parsing.text import clean

MAX_BYTES = 10_000_000
MAX_TAGS = 80_000
MAX_DEPTH = 200  # real pages stay below 100
_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*\"?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "iframe", "object"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def soup(page: Page) -> BeautifulSoup:
    """The page as a tree; SourceChanged when it is too large, too deep or no web page at all."""
    url = page.request.url
    if len(page.body) > MAX_BYTES:
        raise SourceChanged(f"{url}: the page is larger than {MAX_BYTES // 1_000_000} MB and is not read")
    if page.body.count(b"<") > MAX_TAGS:
        raise SourceChanged(f"{url}: the page has more than {MAX_TAGS} tags and is not read")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            tree = BeautifulSoup(decoded(page), "lxml")
    except (ParserRejectedMarkup, ValueError, AssertionError, RecursionError) as error:
        raise SourceChanged(f"{url}: the page cannot be read as HTML: {clean(str(error))[:120]}") from error
    if _is_too_deep(tree):
        raise SourceChanged(f"{url}: the page is nested more than {MAX_DEPTH} levels deep and is not read")
    return tree


def decoded(page: Page) -> str:
    """The text of a page: by byte order mark, HTTP header, its meta tag, else UTF-8, else Windows-1252."""
    for mark, name in _BOMS:
        if page.body.startswith(mark):
            return page.body[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(page.body[:8192])
    names = [m[1] for m in (_HEADER.search(page.headers.get("content-type", "")),) if m]
    names += [declared[1].decode("ascii")] if declared else []
    for name in (*names, "utf-8"):
        try:
            if codecs.lookup(name).name.startswith(("utf-16", "utf-32")):
                continue  # without a mark it cannot be true of a page whose meta tag we could read
            return page.body.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return page.body.decode("cp1252", "replace")


def visible_text(tree: Tag, limit: int = 100_000) -> str:
    """The words a reader sees, on one line: no scripts, no styles, nothing that is hidden in the markup."""
    words: list[str] = []
    length = 0
    stack: list[PageElement] = [tree]
    while stack and length < limit:
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name not in _UNSEEN and not _is_hidden(node):
                stack.extend(reversed(node.contents))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            words.append(node)
            length += len(node)
    return clean(" ".join(words)[:limit])


def text_of(tag: Tag | None) -> str:
    """All words in a tag on one line; empty for None."""
    return "" if tag is None else clean(tag.get_text(" "))


def attribute(tag: Tag | None, name: str) -> str:
    """An attribute as one text (classes joined with a space); empty when it is not there."""
    value = None if tag is None else tag.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(_HIDDEN_STYLE.search(attribute(tag, "style")[:500]))


def _is_too_deep(tree: Tag) -> bool:
    level: list[Tag] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for tag in level for child in tag.contents if isinstance(child, Tag)]
        if not level:
            return False
    return True
