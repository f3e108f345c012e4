"""Whether a company has an article of its own in Wikipedia: languages, length, age, last edit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Gap, Item, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.sources import _mediawiki
from deckgen.sources._article import DOUBTS, ArticleSource, Resolved

PLATFORM = "wikipedia"


class Wikipedia(ArticleSource):
    """Looks in the Wikipedia of the market's language and in the English one."""

    def languages(self, brief: Brief, given: str) -> tuple[str, ...]:
        if all("{lang}" not in base for base in self.bases(brief)):
            return (brief.market_language,)  # one wiki of one's own
        return tuple(dict.fromkeys(lang for lang in (brief.market_language, "en", given) if lang))

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        if page.request.step == "created":
            return self._created(page, brief)
        return super().parse(page, brief)

    def read(self, page: Page, brief: Brief, found: Resolved) -> Iterator[Item | Request | Gap]:
        article = found.article
        edited = article.revised_on
        yield self._presence(
            page,
            found.company,
            PresenceState.PRESENT,
            found.reason,
            proof=found.proof,
            handle=article.title,
            url=article.url,
            last_active=edited if edited is None or edited <= brief.as_of else None,
        )
        if article.languages is not None:
            kind = Kind.AT_LEAST if found.is_cut else Kind.EXACT
            yield self._number(page, found.company, "languages", article.languages, "langlinks", kind)
        if article.length is not None:
            yield self._number(page, found.company, "length", article.length, "length", Kind.EXACT)
        base = page.request.url.partition("?")[0]
        yield Request(
            url=_mediawiki.first_revision(base, article.title),
            about=found.company.key,
            step="created",
            carry={"title": article.title, "lang": found.language},
        )

    def none(self, page: Page, brief: Brief, company: Company, language: str, reason: str) -> Iterator[Item]:
        """Absent in the market's language is an answer; absent in another one as well says nothing more."""
        if reason in DOUBTS:
            yield self._presence(page, company, PresenceState.UNKNOWN, reason)
        elif language == brief.market_language or page.request.carry.get("proof") == Proof.USER:
            yield self._presence(page, company, PresenceState.ABSENT, reason)

    def _created(self, page: Page, brief: Brief) -> Iterator[Item]:
        company = brief.company(page.request.about)
        found = _mediawiki.read(page).found(page.request.carry["title"])
        created = found.article.revised_on if found else None
        if created is not None:
            yield self._number(page, company, "created", created.toordinal(), "revisions[0]", Kind.EXACT)

    def _presence(
        self,
        page: Page,
        company: Company,
        state: PresenceState,
        reason: str,
        *,
        proof: Proof = Proof.NONE,
        handle: str = "",
        url: str = "",
        last_active: date | None = None,
    ) -> Presence:
        return Presence(
            source=self.key,
            company=company.key,
            platform=PLATFORM,
            state=state,
            proof=proof,
            reason=reason,
            handle=handle,
            url=url,
            last_active=last_active,
            origin=page.origin("query.pages"),
        )

    def _number(
        self, page: Page, company: Company, metric: str, value: int, locator: str, kind: Kind
    ) -> Observation:
        return Observation(
            source=self.key,
            about=company.key,
            platform=PLATFORM,
            metric=metric,
            value=Decimal(value),
            kind=kind,
            as_of=page.retrieved_at.date(),
            note=page.request.carry.get("lang", ""),  # numbers of one company in two wikis stay apart
            origin=page.origin(locator),
        )
