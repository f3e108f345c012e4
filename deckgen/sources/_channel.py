"""Sources that ask about accounts on one platform, and what a service says of such an account."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import ClassVar

from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page, Request
from deckgen.model.origin import Kind
from deckgen.model.source import Source
from deckgen.sources._declared import Account, declared, given


class ChannelSource(Source):
    """Asks about the accounts of the brief, then about those that websites and Wikidata declare."""

    platform: ClassVar[str]

    def requests(self, brief: Brief) -> Iterable[Request]:
        return self.asked(brief, given(brief, self.platform))

    def follow_up(self, brief: Brief, found: Evidence) -> Iterable[Request]:
        return self.asked(brief, declared(brief, found, self.platform))

    @abstractmethod
    def asked(self, brief: Brief, accounts: Iterable[Account]) -> Iterable[Request]:
        """The first questions about these accounts."""


def there(
    page: Page, platform: str, locator: str, *, reason: str = "ok", last: date | None = None
) -> Presence:
    """The account is there; `last`: when something was last published on it."""
    return _presence(page, platform, PresenceState.PRESENT, reason, locator, last)


def denied(page: Page, platform: str, locator: str, *, reason: str = "not-found") -> Presence:
    """The service knows no such account: absent if the user named it; a declared one may be out of date."""
    is_no = page.request.carry.get("proof") == Proof.USER
    state = PresenceState.ABSENT if is_no else PresenceState.UNKNOWN
    return _presence(page, platform, state, reason, locator, None)


def unknown(page: Page, platform: str, locator: str, *, reason: str) -> Presence:
    """The answer tells neither that the account is there nor that it is not."""
    return _presence(page, platform, PresenceState.UNKNOWN, reason, locator, None)


def number(
    page: Page,
    platform: str,
    metric: str,
    value: int | Decimal,
    locator: str,
    *,
    kind: Kind = Kind.EXACT,
    note: str = "",
    step: Decimal = Decimal(1),
    handle: str = "",
) -> Observation:
    """A number of the account, on the day it was read; `handle` where another name is stabler."""
    return Observation(
        source=page.source,
        about=page.request.about,
        platform=platform,
        metric=metric,
        value=Decimal(value),
        kind=kind,
        as_of=page.retrieved_at.date(),
        note=note,
        handle=handle or page.request.carry.get("handle", ""),
        rounded_to=step,
        origin=page.origin(locator),
    )


def _presence(
    page: Page, platform: str, state: PresenceState, reason: str, locator: str, last: date | None
) -> Presence:
    carry = page.request.carry
    return Presence(
        source=page.source,
        company=page.request.about,
        platform=platform,
        state=state,
        proof=Proof(carry.get("proof") or Proof.API) if state is PresenceState.PRESENT else Proof.NONE,
        reason=reason,
        handle=carry.get("handle", ""),
        url=carry.get("url", ""),
        last_active=last,
        origin=page.origin(locator),
    )
