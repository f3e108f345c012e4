"""A company on Bluesky: followers and own posts of 90 days; by the handle given or by its own domain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from deckgen.errors import SourceRefused
from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Gap, Item, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node, as_object
from deckgen.parsing.moments import moment
from deckgen.parsing.profiles import profile_named
from deckgen.sources._cadence import Cadence

PLATFORM = "bluesky"
MAX_PAGES = 5
MAX_CURSOR = 500
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,200}")


class Bluesky(Source):
    """Asks for the profile, then pages back through its own posts until 90 days are covered."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        for company in brief.companies:
            if handle := company.handles.get(PLATFORM, ""):
                named = profile_named(PLATFORM, handle)
                if named is not None:
                    yield self._profile(brief, company, named.handle, "given")
            elif company.domains:
                yield self._profile(brief, company, host_of(company.domains[0]), "domain")

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        if page.request.step == "feed":
            return self._read_feed(page, brief)
        return self._read_profile(page, brief)

    def _profile(self, brief: Brief, company: Company, actor: str, how: str) -> Request:
        return Request(
            url=f"{self.bases(brief)[0]}/app.bsky.actor.getProfile?{urlencode({'actor': actor})}",
            about=company.key,
            step="profile",
            carry={"actor": actor, "how": how},
            accept_status=(200, 400),
        )

    def _read_profile(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        company = brief.company(page.request.about)
        is_given = page.request.carry.get("how") == "given"
        answer = as_object(page)
        if page.status == 400:
            yield _not_found(page, company, _refusal(page, answer), is_given=is_given)
            return
        did, handle = answer.text("did"), answer.text("handle").lower()
        proof = _proof(company, handle, is_given=is_given)
        is_ours = proof is not Proof.NONE
        yield Presence(
            source=self.key,
            company=company.key,
            platform=PLATFORM,
            state=PresenceState.PRESENT if is_ours else PresenceState.UNKNOWN,
            proof=proof,
            reason="ok" if is_ours else "handle-unverified",
            handle=handle,
            url=f"https://bsky.app/profile/{did if handle == 'handle.invalid' else handle}",
            origin=page.origin("handle"),
        )
        if not is_ours:
            return
        yield from _numbers(page, answer, company, brief)
        if _DID.fullmatch(did):
            yield self._feed(brief, company, {"did": did, "handle": handle, "proof": proof}, cursor="")

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
        own = [_posted(item) for item in items if _is_own(item, carry.get("did", ""))]
        seen = [_placed(item) for item in items]
        count = Cadence.carried(carry).with_page(own=_days(own), seen=_days(seen), brief=brief)
        cursor = answer.text_or("cursor")[:MAX_CURSOR]
        is_end = count.is_done or not items or cursor in {"", carry.get("cursor", "")}
        if not is_end and count.pages < MAX_PAGES:
            yield self._feed(brief, company, {**carry, **count.carry()}, cursor=cursor)
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
                url=f"https://bsky.app/profile/{carry.get('handle') or carry.get('did', '')}",
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


def _proof(company: Company, handle: str, *, is_given: bool) -> Proof:
    owned = {host_of(domain) for domain in company.domains}
    if any(handle == domain or handle.endswith("." + domain) for domain in owned):
        return Proof.DOMAIN_HANDLE
    return Proof.USER if is_given else Proof.NONE


def _numbers(page: Page, answer: Node, company: Company, brief: Brief) -> Iterator[Observation]:
    handle = answer.text("handle").lower()
    account = answer.text("did") if handle == "handle.invalid" else handle  # every broken handle reads so

    def said(metric: str, value: int, locator: str) -> Observation:
        return Observation(
            source=page.source,
            about=company.key,
            platform=PLATFORM,
            metric=metric,
            value=Decimal(value),
            as_of=page.retrieved_at.date(),
            handle=account,
            origin=page.origin(locator),
        )

    for metric, name in (("audience", "followersCount"), ("posts_total", "postsCount")):
        value = answer.whole_or(name)
        if value is not None and value >= 0:
            yield said(metric, value, name)
    created = moment(answer.text_or("createdAt"))
    if created is not None:
        yield said("created", created.toordinal(), "createdAt")


def _is_own(item: Node, did: str) -> bool:
    """Written by the account itself: no repost, no pinned copy, no reply."""
    post = item.child("post")
    is_reply = item.has("reply") or post.child("record").has("reply")
    return not item.has("reason") and not is_reply and post.child("author").text("did") == did


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
