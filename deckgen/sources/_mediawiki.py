"""Questions to the MediaWiki API and its answers, in both spellings of its JSON (formatversion 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote, urlencode

from deckgen.errors import SourceRefused
from deckgen.model.exchange import Page
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import day

API = "https://{lang}.wikipedia.org/w/api.php"
MAX_HOPS = 5
_FORBIDDEN = frozenset("#<>[]|{}\n\t")
_COMMON = {"action": "query", "format": "json", "formatversion": "2"}


def can_be_title(text: str) -> bool:
    return bool(text.strip()) and len(text.encode()) <= 250 and not _FORBIDDEN & set(text)


def choices(base: str, titles: Iterable[str]) -> str:
    """Address that tells which of some titles are articles, and of what."""
    return _address(base, redirects="1", prop="info|pageprops", ppprop=_PROPS, titles="|".join(titles))


def article(base: str, title: str) -> str:
    """Address of what is worth knowing of one article."""
    return _address(
        base,
        redirects="1",
        prop="info|pageprops|langlinks|revisions",
        inprop="url",
        ppprop=_PROPS,
        lllimit="max",
        rvprop="timestamp|size",
        titles=title,
    )


def first_revision(base: str, title: str) -> str:
    """Address of the moment at which an article was created."""
    return _address(base, prop="revisions", rvlimit="1", rvdir="newer", rvprop="timestamp", titles=title)


def search(base: str, name: str) -> str:
    """Address of the articles that a full-text search finds for a name."""
    return _address(base, list="search", srsearch=name, srlimit="5", srprop="timestamp|size")


_PROPS = "disambiguation|wikibase_item"


def _address(base: str, **query: str) -> str:
    return f"{base}?{urlencode({**_COMMON, **query}, quote_via=quote)}"


@dataclass(frozen=True, slots=True)
class Article:
    """One page of a wiki as the API describes it."""

    node: Node

    @property
    def title(self) -> str:
        return self.node.text("title")

    @property
    def is_missing(self) -> bool:
        """No article: no such page, or one that is none, e.g. a user's draft or Special:Version."""
        is_other = self.node.whole_or("ns", 0) != 0
        return is_other or any(_is_set(self.node, key) for key in ("missing", "invalid", "special"))

    @property
    def is_disambiguation(self) -> bool:
        props = self.node.child_or("pageprops")
        return props is not None and "disambiguation" in props.fields

    @property
    def qid(self) -> str:
        props = self.node.child_or("pageprops")
        return props.text_or("wikibase_item") if props else ""

    @property
    def length(self) -> int | None:
        return self.node.whole_or("length")

    @property
    def languages(self) -> int | None:
        """In how many languages the article exists; None when that was not asked.

        The field is left out where there are no links; `revisions`, asked with them, is always there.
        """
        links = self.node.children_or("langlinks")
        return len(links) + 1 if self.node.has("langlinks") or self.node.has("revisions") else None

    @property
    def revised_on(self) -> date | None:
        """Day of the revision that was asked for; the page's `touched` is none."""
        revisions = self.node.children_or("revisions")
        return day(revisions[0].text_or("timestamp")) if revisions else None

    @property
    def url(self) -> str:
        said = self.node.text_or("fullurl")
        return said if said.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands behind a title that was asked for."""

    article: Article
    is_section: bool  # the title leads to a section within the article


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a query; errors come with HTTP 200 and have been refused."""

    node: Node

    @property
    def is_cut(self) -> bool:
        """The API holds more than it sent."""
        return self.node.has("continue")

    def found(self, title: str) -> Found | None:
        """The page for a title after its spelling was mended and redirects were followed."""
        query = self.node.child("query")
        spelled = {_sent(n): n.text("to") for n in query.children_or("normalized")}
        moved = {n.text("from"): n for n in query.children_or("redirects")}
        at = spelled.get(title, title)
        is_section = False
        for _ in range(MAX_HOPS):
            if at not in moved:
                break
            is_section |= bool(moved[at].text_or("tofragment"))
            at = moved[at].text("to")
        page = next((a for a in self.articles() if a.title == at), None)
        return None if page is None else Found(article=page, is_section=is_section)

    def articles(self) -> tuple[Article, ...]:
        query = self.node.child("query")
        if isinstance(query.fields.get("pages"), list):
            return tuple(Article(node) for node in query.children("pages"))
        if query.has("interwiki"):  # the title was an address in another wiki
            return ()
        pages = query.child("pages")
        return tuple(Article(pages.child(key)) for key in pages.fields)

    def hits(self) -> tuple[str, ...]:
        """Titles that a search found, best first."""
        return tuple(hit.text("title") for hit in self.node.child("query").children("search"))


def _sent(normalized: Node) -> str:
    """A title as it was asked for; one that was no composed Unicode (NFC) comes back percent-encoded."""
    written = normalized.text("from")
    return unquote(written) if _is_set(normalized, "fromencoded") else written


def _is_set(node: Node, key: str) -> bool:
    """Formatversion 1 writes an empty text where 2 writes true."""
    return node.fields.get(key, False) is not False


def read(page: Page) -> Answer:
    """The answer; SourceRefused when the API reports an error of its own."""
    node = as_object(page)
    if node.has("error"):
        code = node.child("error").text_or("code", "unknown")
        raise SourceRefused(f"{page.request.url}: the wiki answered with the error {code[:80]!r}")
    return Answer(node)
