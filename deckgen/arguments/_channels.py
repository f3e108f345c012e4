"""The state of a company's channel: active, dormant, present, none or unknown, and how we know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from deckgen.model.brief import Company
from deckgen.model.brief_origin import brief_origin
from deckgen.model.evidence import Evidence, Observation, Presence, PresenceState, Proof
from deckgen.model.measure import Measurement, Unit, day, observed
from deckgen.model.origin import Origin

ACTIVE, DORMANT, PRESENT, NONE, UNKNOWN = "active", "dormant", "present", "none", "unknown"
ACTIVE_DAYS = 90
ENCYCLOPAEDIA = (
    "wikipedia"  # an article that exists is read; whoever edits it, it is not a channel of its own
)
NOT_CHANNELS = frozenset({"website", "wikidata", ENCYCLOPAEDIA})  # nobody joins a conversation there
NOT_COMPARED = frozenset({"website", "wikidata"})  # every company has the one, a database has the other
POSTS, AUDIENCE = "posts_90d", "audience"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One company on one platform."""

    company: str
    platform: str
    state: str
    proof: Proof
    handle: str
    url: str
    last: Presence | None  # the one with the newest activity
    posts: Observation | None
    audience: Observation | None
    origins: tuple[Origin, ...]

    @property
    def is_known(self) -> bool:
        return self.state != UNKNOWN

    @property
    def is_there(self) -> bool:
        return self.state in {ACTIVE, DORMANT, PRESENT}

    @property
    def has_activity(self) -> bool:
        """Whether activity is known: measured, or there is no channel to be active on."""
        return self.state in {ACTIVE, DORMANT, NONE}

    def last_on(self, key: str) -> Measurement | None:
        if self.last is None or self.last.last_active is None:
            return None
        return day(key, self.last.last_active, formula="as-read", origins=(self.last.origin,))

    def posts_of(self, key: str) -> Measurement | None:
        return observed(key, self.posts) if self.posts is not None else None

    def audience_of(self, key: str) -> Measurement | None:
        return observed(key, self.audience, unit=Unit.PEOPLE) if self.audience is not None else None


def channel(evidence: Evidence, company: Company, platform: str) -> Channel:
    """What is known of one company on one platform; a handle in the brief is a declaration."""
    found = sorted(
        (p for p in evidence.presences if p.company == company.key and p.platform == platform), key=_order
    )
    there = [p for p in found if p.state is PresenceState.PRESENT]
    shown = next(iter(there or found), None)
    dated = [p for p in there if p.last_active is not None and p.last_active <= evidence.brief.as_of]
    last = max(dated, key=lambda p: p.last_active or date.min, default=None)
    posts = latest(evidence, company.key, platform, POSTS)
    return Channel(
        company=company.key,
        platform=platform,
        state=_state(evidence.brief.as_of, company, platform, found, last, posts),
        proof=_proof(company, platform, shown),
        handle=(shown.handle if shown else "") or company.handles.get(platform, ""),
        url=shown.url if shown else "",
        last=last,
        posts=posts,
        audience=latest(evidence, company.key, platform, AUDIENCE),
        origins=_origins(evidence, company, platform, found, posts),
    )


def _origins(
    evidence: Evidence, company: Company, platform: str, found: list[Presence], posts: Observation | None
) -> tuple[Origin, ...]:
    """What the state rests on; where nothing was read, the handle in the brief."""
    read = tuple(p.origin for p in found) + ((posts.origin,) if posts else ())
    if read or platform not in company.handles:
        return read
    return (brief_origin(evidence.brief, f"{company.key}.handles.{platform}"),)


def _order(presence: Presence) -> tuple[str, ...]:
    newest = presence.last_active.isoformat() if presence.last_active else ""
    return ("" if newest else "~", presence.proof, presence.source, presence.handle, presence.url)


def _proof(company: Company, platform: str, shown: Presence | None) -> Proof:
    if shown is not None and shown.proof is not Proof.NONE:
        return shown.proof
    return Proof.USER if platform in company.handles else Proof.NONE


def _state(
    as_of: date,
    company: Company,
    platform: str,
    found: list[Presence],
    last: Presence | None,
    posts: Observation | None,
) -> str:
    states = {p.state for p in found}
    is_declared = platform in company.handles and PresenceState.ABSENT not in states
    is_there = PresenceState.PRESENT in states or is_declared
    if not is_there:
        return NONE if PresenceState.ABSENT in states else UNKNOWN
    if platform == ENCYCLOPAEDIA:
        return ACTIVE if PresenceState.PRESENT in states else PRESENT
    since = as_of - timedelta(days=ACTIVE_DAYS)
    is_recent = last is not None and last.last_active is not None and last.last_active >= since
    if is_recent or (posts is not None and posts.value > 0 and posts.as_of >= since):
        return ACTIVE
    return DORMANT if last is not None or posts is not None else PRESENT


def latest(evidence: Evidence, company: str, platform: str, metric: str) -> Observation | None:
    """The newest number a source gave; of two on one day the larger account's."""
    found = evidence.observed(metric, about=company, platform=platform)
    return max(found, key=lambda o: (o.as_of, o.value, o.source, o.origin.url), default=None)


def platforms(evidence: Evidence) -> tuple[str, ...]:
    """All platforms that anything is known of, sorted; a handle in the brief counts."""
    found = {p.platform for p in evidence.presences}
    found |= {o.platform for o in evidence.observations if o.metric in {POSTS, AUDIENCE} and o.platform}
    return tuple(sorted(found.union(*(c.handles for c in evidence.brief.companies))))
