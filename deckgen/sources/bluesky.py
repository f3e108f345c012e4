"""A company on Bluesky: followers and own posts of 90 days.

By the handle given, else by its own domain and by what its website or Wikidata declares. Where all that leads
nowhere, Bluesky's search by name is asked: an account under the company's domain proves itself, another one
of its name is only a candidate for a person to look at, without numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from urllib.parse import urlencode

from deckgen.errors import SourceRefused
from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Evidence, Gap, Item, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import moment
from deckgen.sources._bluesky_search import BROKEN, STEP, address, candidates, search, under_own_domain
from deckgen.sources._cadence import Cadence, fresh
from deckgen.sources._channel import number
from deckgen.sources._declared import Account, declared, given
from deckgen.sources._own import owns_name

PLATFORM = "bluesky"
MAX_PAGES = 5
MAX_CURSOR = 500
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,200}")


class Bluesky(Source):
    """Asks for the profile, then pages back through its own posts until 90 days are covered."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        yield from (self._of(brief, account) for account in given(brief, PLATFORM))
        for company in _without_handle(brief):
            if company.domains:
                yield self._profile(brief, company, host_of(company.domains[0]), Proof.NONE)

    def follow_up(self, brief: Brief, found: Evidence) -> Iterator[Request]:
        accounts = tuple(declared(brief, found, PLATFORM))
        for account in accounts:
            if account.handle not in {host_of(domain) for domain in account.company.domains[:1]}:
                yield self._of(brief, account)
        known = {account.company.key for account in accounts}
        known |= {p.company for p in found.presences if _is_found(p, PLATFORM)}
        for company in _without_handle(brief):
            # A service that did not answer about the company's own domain is not pressed further.
            if company.key not in known and found.answered(self.key, company.key):
                yield search(self.bases(brief)[0], company)

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        if page.request.step == "feed":
            return self._read_feed(page, brief)
        if page.request.step == STEP:
            return self._read_search(page, brief)
        return self._read_profile(page, brief)

    def _of(self, brief: Brief, account: Account) -> Request:
        return self._profile(brief, account.company, account.handle, account.proof)

    def _profile(self, brief: Brief, company: Company, actor: str, proof: Proof) -> Request:
        return Request(
            url=f"{self.bases(brief)[0]}/app.bsky.actor.getProfile?{urlencode({'actor': actor})}",
            about=company.key,
            step="profile",
            carry={"actor": actor, "proof": proof.value},
            accept_status=(200, 400),
        )

    def _read_profile(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        company = brief.company(page.request.about)
        told = Proof(page.request.carry.get("proof") or Proof.NONE)
        answer = as_object(page)
        if page.status == 400:
            yield _not_found(page, company, _refusal(page, answer), is_given=told is Proof.USER)
            return
        did, handle = answer.text("did"), answer.text("handle").lower()
        proof = Proof.DOMAIN_HANDLE if owns_name(company, handle) else told
        account = did if handle == BROKEN else handle
        is_ours = proof is not Proof.NONE
        yield Presence(
            source=self.key,
            company=company.key,
            platform=PLATFORM,
            state=PresenceState.PRESENT if is_ours else PresenceState.UNKNOWN,
            proof=proof,
            reason="ok" if is_ours else "handle-unverified",
            handle=handle,
            url=address(account),
            origin=page.origin("handle"),
        )
        if not is_ours:
            return
        yield from _numbers(page, answer, account)
        if _DID.fullmatch(did):
            yield self._feed(brief, company, {"did": did, "handle": account, "proof": proof}, cursor="")

    def _read_search(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        company = brief.company(page.request.about)
        if handle := under_own_domain(page, company):
            yield self._profile(brief, company, handle, Proof.NONE)
        else:
            yield from candidates(page, company)

    def _feed(self, brief: Brief, company: Company, carry: dict[str, str], *, cursor: str) -> Request:
        query = {"actor": carry["did"], "limit": "100", "filter": "posts_no_replies"}
        if cursor:
            query["cursor"] = cursor
        return Request(
            url=f"{self.bases(brief)[0]}/app.bsky.feed.getAuthorFeed?{urlencode(query)}",
            about=company.key,
            step="feed",
            carry={**carry, "cursor": cursor},
        )

    def _read_feed(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        company = brief.company(page.request.about)
        carry = dict(page.request.carry)
        answer = as_object(page)
        items = answer.children("feed")
        new, known = fresh((_name(item) for item in items), carry)
        mine = (item for item in items if _is_own(item, carry.get("did", "")) and _name(item) in new)
        own = [_posted(item) for item in mine]
        seen = [_placed(item) for item in items]
        count = Cadence.carried(carry).with_page(own=_days(own), seen=_days(seen), brief=brief)
        cursor = answer.text_or("cursor")[:MAX_CURSOR]
        is_end = count.is_done or not items or not cursor
        if not is_end and new and cursor != carry.get("cursor", "") and count.pages < MAX_PAGES:
            yield self._feed(brief, company, {**carry, **count.carry(), **known}, cursor=cursor)
            return
        kind = Kind.EXACT if is_end else Kind.AT_LEAST
        yield count.observation(page, PLATFORM, company.key, brief, kind=kind)
        if count.newest is not None:
            yield Presence(
                source=self.key,
                company=company.key,
                platform=PLATFORM,
                state=PresenceState.PRESENT,
                proof=Proof(carry.get("proof", Proof.API)),
                reason="ok",
                handle=carry.get("handle", ""),
                url=address(carry.get("handle") or carry.get("did", "")),
                last_active=count.newest,
                origin=page.origin("feed"),
            )


def _refusal(page: Page, answer: Node) -> str:
    """The reason code of a 400; SourceRefused when it says nothing about the account."""
    said = f"{answer.text_or('error')} {answer.text_or('message')}".lower()
    if "not found" in said or "unable to resolve" in said:
        return "not-found"
    if "takedown" in said or "suspended" in said or "deactivated" in said:
        return "suspended"
    raise SourceRefused(f"{page.request.url}: the service answered: {said.strip()[:120] or 'status 400'}")


def _not_found(page: Page, company: Company, reason: str, *, is_given: bool) -> Presence:
    """A handle the user named and the service denies is absent; our own guess that fails proves nothing."""
    is_no = is_given and reason == "not-found"
    return Presence(
        source=page.source,
        company=company.key,
        platform=PLATFORM,
        state=PresenceState.ABSENT if is_no else PresenceState.UNKNOWN,
        reason=reason,
        handle=page.request.carry.get("actor", ""),
        origin=page.origin("message"),
    )


def _without_handle(brief: Brief) -> Iterator[Company]:
    return (company for company in brief.companies if not company.handles.get(PLATFORM))


def _is_found(presence: Presence, platform: str) -> bool:
    return presence.platform == platform and presence.state is PresenceState.PRESENT


def _numbers(page: Page, answer: Node, account: str) -> Iterator[Observation]:
    for metric, name in (("audience", "followersCount"), ("posts_total", "postsCount")):
        value = answer.whole_or(name)
        if value is not None and value >= 0:
            yield number(page, PLATFORM, metric, value, name, handle=account)
    created = moment(answer.text_or("createdAt"))
    if created is not None:
        yield number(page, PLATFORM, "created", created.toordinal(), "createdAt", handle=account)


def _is_own(item: Node, did: str) -> bool:
    """Written by the account itself: no repost, no pinned copy, no reply."""
    post = item.child("post")
    is_reply = item.has("reply") or post.child("record").has("reply")
    return not item.has("reason") and not is_reply and post.child("author").text("did") == did


def _name(item: Node) -> str:
    """A post may stand in a feed as itself and pinned."""
    return f"{item.child('post').text_or('uri')} {'reason' if item.has('reason') else ''}"


def _posted(item: Node) -> datetime | None:
    """The time of a post; the client may claim any, the server's own is the bound."""
    post = item.child("post")
    said = moment(post.child("record").text_or("createdAt"))
    indexed = moment(post.text_or("indexedAt"))
    return min((m for m in (said, indexed) if m is not None), default=None)


def _placed(item: Node) -> datetime | None:
    """Where in the timeline an item stands: a repost by its repost, a pinned post nowhere."""
    reason = item.child_or("reason")
    return _posted(item) if reason is None else moment(reason.text_or("indexedAt"))


def _days(moments: Iterable[datetime | None]) -> list[date]:
    return [m.date() for m in moments if m is not None]
