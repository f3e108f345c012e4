"""What a service says of one account that was asked about: it is there, it is not, how many follow it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from deckgen.model.evidence import Observation, Presence, PresenceState, Proof
from deckgen.model.exchange import Page
from deckgen.model.origin import Kind


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
