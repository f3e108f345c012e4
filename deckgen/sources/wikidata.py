"""A company's item on Wikidata: the profiles it declares and the dated follower counts somebody entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Gap, Item, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.profiles import Profile, profile_named
from deckgen.sources import _wikidata
from deckgen.sources._wikidata import Entity, Statement

# Properties that hold an account, and its platform; a platform's main account is the first one listed here.
ACCOUNTS = (
    ("P2397", "youtube"),
    ("P11245", "youtube"),
    ("P2002", "x"),
    ("P2013", "facebook"),
    ("P2003", "instagram"),
    ("P4264", "linkedin"),
    ("P7085", "tiktok"),
    ("P3984", "reddit"),
    ("P4033", "mastodon"),
    ("P12361", "bluesky"),
    ("P3789", "telegram"),
    ("P2037", "github"),
)
X_NUMBER = "P6552"  # X's numeric id, a qualifier of both the account and its follower counts
FOLLOWERS, SUBSCRIBERS, ON = "P8687", "P3744", "P585"
MAX_ACCOUNTS = 3  # shown per platform
_PRECISION_NOTES = {9: "year", 10: "month"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    platform: str
    profile: Profile
    ids: frozenset[str]  # in lower case, all that a follower count may name it by
    statement: Statement


class Wikidata(Source):
    """The item of the brief, else the one found by name whose website is the company's."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        for company in brief.companies:
            if _wikidata.QID.fullmatch(company.wikidata):
                yield _wikidata.items(brief, company, (company.wikidata,), step="given", carry={})
            else:
                yield _wikidata.search(brief, company, step="search", carry={})

    def parse(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        company = brief.company(page.request.about)
        if page.request.step == "search":
            ids = _wikidata.read_search(page)
            if ids:
                yield _wikidata.items(brief, company, ids, step="candidates", carry={})
            else:
                yield self._presence(page, company, PresenceState.UNKNOWN, "no-match")
            return
        found = _wikidata.read_items(page)
        if page.request.step == "given":
            item, reason = next(iter(found), None), "not-found"
            state = PresenceState.ABSENT  # the id that the user named is none
        else:
            item, reason = _wikidata.matching(found, company), "no-match"
            state = PresenceState.UNKNOWN
        if item is None:
            yield self._presence(page, company, state, reason)
        elif item.is_human:
            yield self._presence(page, company, PresenceState.UNKNOWN, "human")
        else:
            yield from self._read(page, company, item, brief)

    def _read(self, page: Page, company: Company, item: Entity, brief: Brief) -> Iterator[Item]:
        proof = Proof.USER if page.request.step == "given" else Proof.WIKIDATA
        yield self._presence(page, company, PresenceState.PRESENT, "ok", item=item, proof=proof)
        mains: dict[str, _Account] = {}
        for account in _accounts(item, brief):
            mains.setdefault(account.platform, account)
            yield Presence(
                source=self.key,
                company=company.key,
                platform=account.platform,
                state=PresenceState.PRESENT,
                proof=Proof.WIKIDATA,
                reason="declared-wikidata",
                handle=account.profile.handle,
                url=account.profile.url,
                origin=page.origin(account.statement.path),
            )
        seen: set[tuple[str, object]] = set()
        for point in (*_series(page, company, item, mains, brief), *_older(page, company, mains, brief)):
            if (key := (point.platform, point.as_of)) not in seen:
                seen.add(key)
                yield point

    def _presence(
        self,
        page: Page,
        company: Company,
        state: PresenceState,
        reason: str,
        *,
        item: Entity | None = None,
        proof: Proof = Proof.NONE,
    ) -> Presence:
        handle = item.qid if item else ""
        if item and not _wikidata.QID.fullmatch(handle):
            raise SourceChanged(f"{page.request.url}: {handle[:40]!r} is no id of a Wikidata item")
        return Presence(
            source=self.key,
            company=company.key,
            platform="wikidata",
            state=state,
            proof=proof,
            reason=reason,
            handle=handle,
            url=f"https://www.wikidata.org/wiki/{handle}" if handle else "",
            origin=page.origin(item.node.path if item else "$"),
        )


def _accounts(item: Entity, brief: Brief) -> Iterator[_Account]:
    """Accounts that still hold, at most a few per property."""
    for prop, platform in ACCOUNTS:
        current = [s for s in item.statements(prop) if not s.is_over(brief.as_of)]
        for statement in current[:MAX_ACCOUNTS]:
            profile = profile_named(platform, statement.value)
            if profile is not None:
                ids = {statement.value, profile.handle, *statement.qualified(X_NUMBER)}
                yield _Account(
                    platform=platform,
                    profile=profile,
                    ids=frozenset(name.lower().lstrip("@") for name in ids),
                    statement=statement,
                )


def _series(
    page: Page, company: Company, item: Entity, mains: dict[str, _Account], brief: Brief
) -> Iterator[Observation]:
    """Dated follower counts that name a platform's main account."""
    for statement in item.statements(FOLLOWERS):
        account = _named_by(statement, mains)
        if account is not None and statement.amount:
            yield from _points(page, company, account, statement, statement.amount, brief)


def _named_by(statement: Statement, mains: dict[str, _Account]) -> _Account | None:
    for prop, platform in (*ACCOUNTS, (X_NUMBER, "x")):
        main = mains.get(platform)
        if main and any(name.lower().lstrip("@") in main.ids for name in statement.qualified(prop)):
            return main
    return None


def _older(page: Page, company: Company, mains: dict[str, _Account], brief: Brief) -> Iterator[Observation]:
    """Counts written at the account itself, as was done before there was a property for them."""
    for account in mains.values():
        for amount in account.statement.amounts(SUBSCRIBERS):
            yield from _points(page, company, account, account.statement, amount, brief)


def _points(
    page: Page, company: Company, account: _Account, statement: Statement, amount: str, brief: Brief
) -> Iterator[Observation]:
    digits = amount.lstrip("+")
    days = tuple(statement.days(ON))
    if not digits.isdecimal() or len(digits) > 12 or len(days) != 1:
        return
    on, precision = days[0]
    if on > brief.as_of:
        return
    yield Observation(
        source=page.source,
        about=company.key,
        platform=account.platform,
        metric="audience",
        value=Decimal(digits),
        kind=Kind.EXACT if precision == 11 else Kind.ESTIMATE,
        as_of=on,
        note=_PRECISION_NOTES.get(precision, ""),
        handle=account.profile.handle,
        origin=page.origin(statement.path),
    )
