"""Whose accounts a source may ask about: those of the brief, those that a website or Wikidata declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deckgen.model.brief import Brief, Company
from deckgen.model.evidence import Evidence, PresenceState, Proof
from deckgen.parsing.profiles import profile_named

DECLARERS = ("website", "wikidata")  # in the order in which they are believed
MAX_ACCOUNTS = 2  # of one company on one platform: the main one, and one in another language


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a company, and how we know that it is theirs. `url` may be empty for a bare handle."""

    company: Company
    handle: str
    url: str
    proof: Proof

    def carry(self) -> dict[str, str]:
        """What a request must remember of it."""
        return {"handle": self.handle, "url": self.url, "proof": self.proof.value}


def given(brief: Brief, platform: str) -> Iterator[Account]:
    """The accounts that the brief names; a handle that is none on the platform is left out."""
    for company in brief.companies:
        written = company.handles.get(platform, "").strip()
        profile = profile_named(platform, written) if written else None
        if profile is not None:
            yield Account(company=company, handle=profile.handle, url=profile.url, proof=Proof.USER)


def declared(brief: Brief, found: Evidence, platform: str) -> Iterator[Account]:
    """The accounts that a company's website or its Wikidata item names, where the brief names none.

    Never guessed: a handle that only looks like the company's name is not among them.
    """
    for company in brief.companies:
        if company.handles.get(platform):
            continue
        seen = [
            p
            for p in found.presences
            if p.company == company.key
            and p.platform == platform
            and p.source in DECLARERS
            and p.state is PresenceState.PRESENT
            and p.proof is not Proof.NONE
            and p.handle
        ]
        seen.sort(key=lambda p: DECLARERS.index(p.source))
        accounts = {p.handle.casefold(): p for p in reversed(seen)}
        ordered = sorted(accounts.values(), key=seen.index)[:MAX_ACCOUNTS]
        for p in ordered:
            yield Account(company=company, handle=p.handle, url=p.url, proof=p.proof)
