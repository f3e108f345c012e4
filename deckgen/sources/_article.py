"""Finds the article that is about a company, for every source that needs it; each step is one question.

A title alone proves little (Apple is a fruit): where the wiki names the Wikidata item of a candidate,
its website must be the company's, or the item must at least be an organisation of that name.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Gap, Item, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.source import Source
from deckgen.parsing.addresses import host_of
from deckgen.sources import _mediawiki, _names, _wikidata
from deckgen.sources._mediawiki import Answer, Article
from deckgen.sources._wikidata import Entity

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,10})?")
DOUBTS = ("other-subject", "disambiguation", "unverified", "title-gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The article on a company in one language, and why we think it is that."""

    company: Company
    language: str
    article: Article
    proof: Proof
    reason: str
    is_cut: bool  # the answer was continued: lists in it are at least that long


class ArticleSource(Source):
    """Asks until the article is found or it is sure that there is none, then hands over."""

    @abstractmethod
    def languages(self, brief: Brief, given: str) -> tuple[str, ...]:
        """Which Wikipedias to look in; `given` is that of the article the brief names, or empty."""

    @abstractmethod
    def read(self, page: Page, brief: Brief, found: Resolved) -> Iterator[Item | Request | Gap]:
        """What to do with the article."""

    def none(self, page: Page, brief: Brief, company: Company, language: str, reason: str) -> Iterator[Item]:
        """What to say where there is none; `reason` in DOUBTS leaves it unknown."""
        return iter(())

    def requests(self, brief: Brief) -> Iterator[Request]:
        for company in brief.companies:
            given_language, title = _given(company, brief)
            for language in self.languages(brief, given_language if title else ""):
                start = _Search(brief, company, language)
                if title and language == given_language:
                    yield start.article(title, proof=Proof.USER, reason="ok")
                elif _wikidata.QID.fullmatch(company.wikidata) and start.has_wikidata:
                    yield start.items((company.wikidata,), "item", {})
                else:
                    yield from start.by_names()

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        carry = page.request.carry
        search = _Search(brief, brief.company(page.request.about), carry.get("lang", "en"))
        match page.request.step:
            case "article":
                yield from self._arrived(page, brief, search)
                return
            case "item" | "items":
                following = search.by_item(_wikidata.read_items(page), carry)
            case "choose":
                following = search.chosen(_mediawiki.read(page), carry)
            case "verify":
                following = search.verified(_wikidata.read_items(page), carry)
            case "search":
                following = search.by_hits(_mediawiki.read(page).hits(), carry)
            case _:
                following = search.by_ids(_wikidata.read_search(page), carry)
        for step in following:
            if isinstance(step, Request):
                yield step
            else:
                yield from self.none(page, brief, search.company, search.language, step)

    def _arrived(self, page: Page, brief: Brief, search: _Search) -> Iterator[Item | Request | Gap]:
        carry = page.request.carry
        answer = _mediawiki.read(page)
        found = answer.found(carry["title"])
        is_given = carry.get("proof") == Proof.USER
        if found is None or found.article.is_missing:
            if is_given:  # perhaps only spelled otherwise, as capitals count: the names and a search tell
                yield from search.by_names({"proof": Proof.USER.value})
                return
            reason = "title-gone"
        elif found.is_section:
            reason = "redirect-section"
        elif found.article.is_disambiguation:
            reason = "disambiguation"
        else:
            resolved = Resolved(
                company=search.company,
                language=search.language,
                article=found.article,
                proof=Proof(carry.get("proof", Proof.API)),
                reason=carry.get("reason", "ok"),
                is_cut=answer.is_cut,
            )
            yield from self.read(page, brief, resolved)
            return
        yield from self.none(page, brief, search.company, search.language, reason)


@dataclass(frozen=True, slots=True)
class _Search:
    """The search for one company's article in one language: steps yield a question or, at last, a reason."""

    brief: Brief
    company: Company
    language: str

    @property
    def base(self) -> str:
        bases = self.brief.settings("wikipedia").bases
        return next(iter(bases), _mediawiki.API).replace("{lang}", self.language)

    @property
    def has_wikidata(self) -> bool:
        """A wiki of one's own knows no Wikidata, unless the brief says where it is."""
        return host_of(self.base).endswith("wikipedia.org") or bool(self.brief.settings("wikidata").bases)

    def article(self, title: str, *, proof: Proof, reason: str) -> Request:
        carry = {"title": title, "proof": proof.value, "reason": reason}
        return self._asked(_mediawiki.article(self.base, title), "article", carry)

    def items(self, ids: Iterable[str], step: str, carry: Mapping[str, str]) -> Request:
        return _wikidata.items(
            self.brief, self.company, ids, step=step, carry={**carry, "lang": self.language}
        )

    def by_names(self, carry: Mapping[str, str] = MappingProxyType({})) -> Iterator[Request]:
        """Its names as titles; a search right away where none of them can be one, such as "C# Works"."""
        titles = [t for t in _names.tried(self.company, self.language) if _mediawiki.can_be_title(t)]
        yield self._choose(titles, carry) if titles else self._search({**carry, "titles": ""})

    def chosen(self, answer: Answer, carry: Mapping[str, str]) -> Iterator[Request | str]:
        """Of the titles that exist, those that can be the company."""
        noted, candidates = carry.get("noted", ""), []
        for title in carry.get("titles", "").split("|"):
            found = answer.found(title)
            if found is None or found.article.is_missing:
                continue
            if found.is_section:
                noted = noted or "redirect-section"
            elif found.article.is_disambiguation:
                noted = "disambiguation"
            else:
                candidates.append(found.article)
        carry = {**carry, "noted": noted}
        ours = [a for a in candidates if a.qid and a.qid == self.company.wikidata]
        plain = [
            a
            for a in candidates
            if _names.is_title_of(self.company, a.title, self.language) and not self._is_checkable(a)
        ]
        if ours:
            yield self.article(ours[0].title, proof=Proof.WIKIDATA, reason="ok")
        elif self.has_wikidata and not self.company.wikidata and any(a.qid for a in candidates):
            ids = dict.fromkeys(a.qid for a in candidates if _wikidata.QID.fullmatch(a.qid))
            yield self.items(ids, "verify", carry)
        elif plain:
            yield self.article(plain[0].title, proof=Proof.API, reason="exact-title")
        else:
            yield from self._onward({**carry, "noted": "other-subject" if candidates else noted})

    def _is_checkable(self, article: Article) -> bool:
        """Its Wikidata item can tell whether it is the company, so the name alone is not enough."""
        return bool(article.qid and (self.has_wikidata or self.company.wikidata))

    def verified(self, found: tuple[Entity, ...], carry: Mapping[str, str]) -> Iterator[Request | str]:
        """The candidate with the company's website; else an organisation of its name without a website."""
        ours = _wikidata.matching(found, self.company)
        if ours is not None and (title := ours.title_in(self.language)):
            yield self.article(title, proof=Proof.WIKIDATA, reason="ok")
            return
        for item in found:
            title = item.title_in(self.language)
            if item.is_organisation and not item.sites and self.has_name(title):
                yield self.article(title, proof=Proof.API, reason="exact-title")
                return
        yield from self._onward({**carry, "noted": "other-subject"})

    def by_hits(self, hits: tuple[str, ...], carry: Mapping[str, str]) -> Iterator[Request | str]:
        tried = carry.get("titles", "").split("|")
        titles = [t for t in hits if self.has_name(t) and t not in tried and _mediawiki.can_be_title(t)]
        if titles:
            yield self._choose(titles, {**carry, "stage": "hits"})
        else:
            yield from self._onward({**carry, "stage": "hits"})

    def by_ids(self, ids: tuple[str, ...], carry: Mapping[str, str]) -> Iterator[Request | str]:
        yield self.items(ids, "items", carry) if ids else _end(carry)

    def by_item(self, found: tuple[Entity, ...], carry: Mapping[str, str]) -> Iterator[Request | str]:
        given = [i for i in found if i.qid == self.company.wikidata]
        item = given[0] if given else _wikidata.matching(found, self.company)
        title = item.title_in(self.language) if item else ""
        if title:
            yield self.article(title, proof=Proof.WIKIDATA, reason="ok")
        elif "titles" in carry:
            yield _end(carry)
        else:
            yield from self.by_names()

    def has_name(self, title: str) -> bool:
        return _names.is_name_of(self.company, title)

    def _onward(self, carry: Mapping[str, str]) -> Iterator[Request | str]:
        """The next way to find it: names, then the wiki's search, then Wikidata's."""
        carry = {**carry, "lang": self.language}
        if carry.get("stage", "") != "hits":
            yield self._search(carry)
        elif self.has_wikidata and not self.company.wikidata and self.company.domains:
            yield _wikidata.search(self.brief, self.company, step="ids", carry=carry)
        else:
            yield _end(carry)

    def _search(self, carry: Mapping[str, str]) -> Request:
        return self._asked(_mediawiki.search(self.base, self.company.name), "search", carry)

    def _choose(self, titles: list[str], carry: Mapping[str, str]) -> Request:
        asked = {**carry, "titles": "|".join(titles)}
        return self._asked(_mediawiki.choices(self.base, titles), "choose", asked)

    def _asked(self, url: str, step: str, carry: Mapping[str, str]) -> Request:
        return Request(url=url, about=self.company.key, step=step, carry={**carry, "lang": self.language})


def _end(carry: Mapping[str, str]) -> str:
    return carry.get("noted", "") or "not-found"


def _given(company: Company, brief: Brief) -> tuple[str, str]:
    """Language and title of the article that the brief names; a title without address is in the market's."""
    written = company.handles.get("wikipedia", "").strip()
    if "://" not in written:
        return brief.market_language, written if _mediawiki.can_be_title(written) else ""
    try:
        parts = urlsplit(written)
        language = (parts.hostname or "").partition(".")[0]
    except ValueError:
        return brief.market_language, ""
    title = unquote(parts.path.rpartition("/wiki/")[2]).replace("_", " ").strip()
    is_title = _LANGUAGE.fullmatch(language) and _mediawiki.can_be_title(title)
    return (language, title) if is_title else (brief.market_language, "")
