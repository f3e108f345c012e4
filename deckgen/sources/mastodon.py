"""A company's account on Mastodon and its kin, asked at its home server: followers, own posts of 90 days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote

from deckgen.errors import SourceRefused
from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Evidence, Gap, Item, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import GapReason, Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.parsing.addresses import host_of
from deckgen.parsing.jsons import Node, as_list, as_object
from deckgen.parsing.moments import day
from deckgen.sources._cadence import Cadence, first_day, fresh
from deckgen.sources._channel import number
from deckgen.sources._declared import Account, declared, given

PLATFORM = "mastodon"
MAX_PAGES = 6
_LINK = re.compile(r"""href\s*=\s*["']([^"']{1,500})["']""", re.IGNORECASE)
_BRIDGE = re.compile(r"(?:^|\.)(?:bird\.makeup|brid\.gy|birdsite\..+|birdsitelive\..+|rss-parrot\.net)$")


class Mastodon(Source):
    """Looks the account up, then pages back through its own posts until 90 days are covered."""

    def requests(self, brief: Brief) -> Iterator[Request]:
        return self._asked(brief, given(brief, PLATFORM))

    def follow_up(self, brief: Brief, found: Evidence) -> Iterator[Request]:
        return self._asked(brief, declared(brief, found, PLATFORM))

    def _asked(self, brief: Brief, accounts: Iterable[Account]) -> Iterator[Request]:
        for account in accounts:
            user, _, host = account.handle.partition("@")
            base = next(iter(self.bases(brief)), f"https://{host}")
            yield Request(
                url=f"{base}/api/v1/accounts/lookup?acct={quote(user, safe='')}",
                about=account.company.key,
                step="account",
                carry={**account.carry(), "base": base},
                accept_status=(200, 401, 403, 404),
            )

    def parse(self, page: Page, brief: Brief) -> Iterable[Item | Request | Gap]:
        if page.status in {401, 403}:
            return [_closed(page)]
        if page.request.step == "posts":
            return self._read_posts(page, brief)
        return self._read_account(page, brief)

    def _read_account(self, page: Page, brief: Brief) -> Iterator[Item | Request]:
        company = brief.company(page.request.about)
        answer = as_object(page)
        if page.status == 404:
            if "not found" not in answer.text_or("error").lower():
                raise SourceRefused(
                    f"{page.request.url}: 404 without the service's word that there is no account"
                )
            is_no = page.request.carry.get("proof") == Proof.USER  # a declared account may be out of date
            state = PresenceState.ABSENT if is_no else PresenceState.UNKNOWN
            yield _presence(page, company, state, "not-found", "error")
            return
        doubt = _doubt(page, answer)
        if doubt:
            yield _presence(page, company, PresenceState.UNKNOWN, doubt, "acct")
            return
        yield _presence(
            page,
            company,
            PresenceState.PRESENT,
            "ok",
            "acct",
            proof=_proof(page, company, answer),
            last_active=_within(day(answer.text_or("last_status_at")), brief),
        )
        yield from _numbers(page, answer)
        if re.fullmatch(r"[A-Za-z0-9]{1,40}", answer.text("id")):
            last = _within(day(answer.text_or("last_status_at")), brief)
            told = {"last": last.isoformat()} if last and last >= first_day(brief) else {}
            yield self._posts(page, company, {"id": answer.text("id"), **told}, before="")

    def _posts(self, page: Page, company: Company, carry: dict[str, str], *, before: str) -> Request:
        whole = {**page.request.carry, **carry}
        only = "" if "every" in whole else "&exclude_reblogs=true&exclude_replies=true"
        url = f"{whole['base']}/api/v1/accounts/{whole['id']}/statuses?limit=40{only}"
        return Request(
            url=f"{url}&max_id={quote(before, safe='')}" if before else url,
            about=company.key,
            step="posts",
            carry={**whole, "before": before},
            accept_status=(200, 401, 403),
        )

    def _doubted(self, page: Page, company: Company) -> Request | Gap:
        """An empty list beside a recent last post: of replies and boosts only, or hidden from strangers.

        Asked for without those left out, it must list that post: else nobody knows that there are none.
        """
        if "every" not in page.request.carry:
            return self._posts(page, company, {"every": "yes"}, before="")
        last = page.request.carry["last"]
        return _gap(page, f"lists no post to those who are not logged in, though the last is of {last}")

    def _read_posts(self, page: Page, brief: Brief) -> Iterator[Item | Request | Gap]:
        company = brief.company(page.request.about)
        posts = as_list(page)
        if not posts and not page.request.carry.get("before") and page.request.carry.get("last"):
            yield self._doubted(page, company)
            return
        new, known = fresh((p.text("id") for p in posts), page.request.carry)
        mine = (p for p in posts if _is_original(p) and p.text("id") in new)
        own = [d for d in (day(p.text("created_at")) for p in mine) if d is not None]
        seen = [d for d in (day(p.text("created_at")) for p in posts) if d is not None]
        count = Cadence.carried(page.request.carry).with_page(own=own, seen=seen, brief=brief)
        last = posts[-1].text("id")[:40] if posts else ""
        is_end = count.is_done or not posts
        if not is_end and new and count.pages < MAX_PAGES:
            yield self._posts(page, company, {**count.carry(), **known}, before=last)
            return
        kind = Kind.EXACT if is_end else Kind.AT_LEAST
        yield count.observation(page, PLATFORM, company.key, brief, kind=kind)


def _closed(page: Page) -> Gap:
    """The server shows nothing to strangers: not known, which is not absent."""
    return _gap(page, f"the server answers {page.status} to those who are not logged in")


def _gap(page: Page, detail: str) -> Gap:
    return Gap(
        source=page.source,
        about=page.request.about,
        step=page.request.step,
        url=page.request.url,
        reason=GapReason.LOGIN,
        detail=detail,
        at=page.retrieved_at,
    )


def _doubt(page: Page, answer: Node) -> str:
    """Why an account that was found is no proof of presence; empty when it is."""
    host = host_of(answer.text_or("url")) or host_of(page.request.url)
    is_bot = answer.flag_or("bot")
    if _BRIDGE.search(host) or (is_bot and answer.whole_or("statuses_count", 0) == 0):
        return "mirror"
    if answer.flag_or("suspended"):
        return "suspended"
    if answer.has("moved"):
        return "moved"
    return "not-home-server" if "@" in answer.text_or("acct") else ""


def _proof(page: Page, company: Company, answer: Node) -> Proof:
    """A link to the company's site that the server itself has verified is better than anybody's word."""
    owned = {host_of(domain) for domain in company.domains}
    for field in answer.children_or("fields"):
        if field.has("verified_at"):
            hosts = {host_of(link) for link in _LINK.findall(field.text_or("value")[:2000])}
            if hosts & owned:
                return Proof.REL_ME
    return Proof(page.request.carry.get("proof") or Proof.API)


def _presence(
    page: Page,
    company: Company,
    state: PresenceState,
    reason: str,
    locator: str,
    *,
    proof: Proof = Proof.NONE,
    last_active: date | None = None,
) -> Presence:
    return Presence(
        source=page.source,
        company=company.key,
        platform=PLATFORM,
        state=state,
        proof=proof,
        reason=reason,
        handle=page.request.carry.get("handle", ""),
        url=page.request.carry.get("url", ""),
        last_active=last_active,
        origin=page.origin(locator),
    )


def _numbers(page: Page, answer: Node) -> Iterator[Observation]:
    created = day(answer.text_or("created_at"))
    said = (
        ("audience", "followers_count", answer.whole_or("followers_count")),
        ("posts_total", "statuses_count", answer.whole_or("statuses_count")),
        ("created", "created_at", created.toordinal() if created else None),
    )
    for metric, locator, value in said:
        if value is not None and value >= 0:
            yield number(page, PLATFORM, metric, value, locator)


def _is_original(post: Node) -> bool:
    """No boost and no reply; of a reply to a deleted post only the account remains."""
    return not (post.has("reblog") or post.has("in_reply_to_id") or post.has("in_reply_to_account_id"))


def _within(last: date | None, brief: Brief) -> date | None:
    return last if last is not None and last <= brief.as_of else None
