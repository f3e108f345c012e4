"""The numbers of argument 3: our part of the results and of the mentions, and what our channels do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deckgen.arguments._asked import asked_for, looked_up
from deckgen.arguments._build import tally
from deckgen.arguments._channels import ACTIVE, NOT_CHANNELS, Channel, channel, platforms
from deckgen.arguments._counting import counted as mentions_of
from deckgen.arguments._counting import day_of
from deckgen.arguments._results import TOP, Results, listings
from deckgen.arguments._rivalry import Rivalry, rivalry, share_of_voice
from deckgen.arguments._timeline import date_of
from deckgen.model.brief import US
from deckgen.model.brief_origin import brief_origin
from deckgen.model.evidence import Evidence
from deckgen.model.measure import (
    Interval,
    Measurement,
    Unit,
    counted,
    day,
    difference,
    measured,
    share,
    total,
)
from deckgen.model.ranges import added, share_interval
from deckgen.model.source import Gives

Numbers = dict[str, Measurement | Interval | None]
OF_RESULTS = (
    "own_results",
    "own_share",
    "own_top10",
    "top10_results",
    "not_ours_top10",
    "not_ours_share",
    "others_share",
    "competitor_results",
)
OF_MENTIONS = (
    "mentions_us",
    "mentions_set",
    "relevant_us",
    "relevant_set",
    "share_of_voice",
    "rank_in_set",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What argument 3 looks at."""

    evidence: Evidence
    results: Results
    rivalry: Rivalry
    counts: dict[str, Measurement]  # mentions by company key; empty when not comparable
    relevant: dict[str, Interval]  # the same scaled by hand-coding; empty unless every company was reviewed
    channels: tuple[Channel, ...]  # ours


def voice_of(evidence: Evidence) -> Voice:
    """Reads it out of the evidence."""
    compared = rivalry(evidence)
    us = evidence.brief.us
    mine = (channel(evidence, us, p) for p in platforms(evidence) if p not in NOT_CHANNELS)
    return Voice(
        evidence=evidence,
        results=Results(listings=listings(evidence), by_hand=evidence.reviews),
        rivalry=compared,
        counts=compared.counts("voice.mentions"),
        relevant=compared.relevant("voice.relevant"),
        channels=tuple(c for c in mine if c.origins),
    )


def voice_numbers(found: Voice) -> Numbers:
    """Every number of the finding, by name."""
    return {**_of_results(found.results), **_of_mentions(found), **_of_channels(found)}


def _of_results(results: Results) -> Numbers:
    """Our part of what a searcher is shown; all None when no results were read."""
    whole = results.count("voice.results", lambda _: True)
    if not whole.value:
        return dict.fromkeys(OF_RESULTS)
    own = results.in_group("voice.own_results", "own")
    rivals = results.in_group("voice.competitor_results", "competitor")
    ours_or_theirs = total("voice.own_or_competitor", (own, rivals))
    others = difference("voice.others", whole, less=ours_or_theirs)
    first = results.count("voice.top10_results", lambda _: True, top=TOP)
    own_first = results.in_group("voice.own_top10", "own", top=TOP)
    not_ours = difference("voice.not_ours_top10", first, less=own_first)
    return {
        "own_results": own,
        "own_share": share_interval("voice.own_share", own, of=whole),
        "own_top10": own_first,
        "top10_results": first,
        "not_ours_top10": not_ours,
        "not_ours_share": share("voice.not_ours_share", not_ours, of=first) if first.value else None,
        "others_share": share("voice.others_share", others, of=whole),
        "competitor_results": rivals,
    }


def _of_mentions(found: Voice) -> Numbers:
    """Our part of the mentions of the chosen set, over days and sources that are the same for all."""
    brief = found.evidence.brief
    own = mentions_of(found.evidence, (US,)).own
    answers = looked_up(found.evidence, asked_for(found.evidence, Gives.MENTIONS), (US,))
    size = tally("voice.set_size", len(brief.companies), (brief_origin(brief, "competitors"),))
    numbers: Numbers = {
        "own_mentions": counted("voice.own_mentions", (m.origin for m in own), nothing=answers)
        if answers
        else None,
        "set_size": size,
    }
    if not found.counts:
        return {**numbers, **dict.fromkeys(OF_MENTIONS)}
    mine, everyone = found.counts[US], total("voice.mentions_set", found.counts.values())
    told = {key: number.point for key, number in found.relevant.items()} or found.counts
    ahead = sum(n.value > told[US].value for n in told.values())
    rank = measured(
        "voice.rank_in_set",
        ahead + 1,
        formula="rank",
        origins=everyone.origins,
        unit=Unit.RANK,
        inputs=everyone.inputs,
    )
    return {
        **numbers,
        "mentions_us": mine.named("voice.mentions_us"),
        "mentions_set": everyone,
        "relevant_us": found.relevant.get(US),
        "relevant_set": added("voice.relevant_set", tuple(found.relevant.values()))
        if found.relevant
        else None,
        "share_of_voice": share_of_voice("voice.share_of_voice", found.counts, relevant=found.relevant),
        "rank_in_set": rank if everyone.value else None,
    }


def _of_channels(found: Voice) -> Numbers:
    """Our own channels: how many, how lively, and how long they have been silent."""
    there = [c for c in found.channels if c.is_there]
    known = [c for c in found.channels if c.is_known]
    told = [c.posts_of(f"voice.posts.{c.platform}") for c in there]
    posts = [p for p in told if p is not None]
    last = _last_post(found, there)
    sizes = {
        "channels": there,
        "channels_active": [c for c in there if c.state == ACTIVE],
        "channels_checked": known,
    }
    brief = (brief_origin(found.evidence.brief, "us"),)
    origins = tuple(o for c in known for o in c.origins) or brief
    numbers: Numbers = {
        k: tally(f"voice.{k}", len(v), origins) if known or there else None for k, v in sizes.items()
    }
    as_of = date_of("voice.as_of", found.evidence.brief.as_of, brief)
    silent = difference("voice.days_silent", as_of, less=last) if last is not None else None
    return {
        **numbers,
        "posts_90d": total("voice.posts_90d", posts) if posts else None,
        "last_own_post": last,
        "days_silent": replace(silent, unit=Unit.DAYS) if silent is not None else None,
    }


def _last_post(found: Voice, there: list[Channel]) -> Measurement | None:
    """The newest day on which we are known to have said something."""
    key = "voice.last_own_post"
    days = [d for d in (c.last_on(key) for c in there) if d is not None]
    days += [
        day(key, day_of(m), formula="as-read", origins=(m.origin,))
        for m in mentions_of(found.evidence, (US,)).own
        if m.published_at is not None
    ]
    return max(days, key=lambda d: (d.value, [o.url for o in d.origins]), default=None)
