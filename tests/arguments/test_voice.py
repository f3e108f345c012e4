"""Argument 3: our part of results and mentions, and what our channels do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from deckgen.arguments.voice import OwnVoice
from deckgen.model.evidence import Evidence, PresenceState, Proof, SiteKind
from deckgen.model.finding import Finding, Quote, Verdict, Word
from deckgen.model.measure import Interval, Measurement
from tests.arguments.cases import QUERIES, SOURCES, a_wide_brief, evidence, on, search, searches, talk
from tests.factories import (
    AS_OF,
    a_company,
    a_lookup,
    a_reading,
    an_evidence,
    an_observation,
)

MIX = {SiteKind.OWN: 2, SiteKind.NEWS: 46, SiteKind.COMPETITOR: 2}
COMPANIES = ("us", "velmora", "brightspoke", "kurvo")


def voice(*parts: Evidence, **brief: object) -> Finding:
    return OwnVoice().find(evidence(*parts, brief=a_wide_brief(**brief)), {})


def value(finding: Finding, name: str) -> float | None:
    number = finding.numbers[name]
    point = number.point if isinstance(number, Interval) else number
    return float(point.value) if point is not None else None


def mentions(*counts: int, source: str = "hackernews") -> tuple[Evidence, ...]:
    return tuple(talk(key, n, source=source) for key, n in zip(COMPANIES, counts, strict=True))


def test_results_are_split_into_ours_theirs_and_everybody_elses() -> None:
    finding = voice(*searches(MIX))

    names = ("own_results", "competitor_results", "own_share", "others_share")
    assert [value(finding, n) for n in names] == [8, 8, 0.04, 0.92]
    for series in zip(*(s.points for s in finding.exhibits["results"].series), strict=True):
        assert sum(p.value for p in series if p is not None) == 50


def test_what_is_not_ours_on_the_first_page_is_counted_per_query() -> None:
    finding = voice(search("industry-1", {SiteKind.OWN: 10}), search("industry-2", {SiteKind.NEWS: 10}))

    assert value(finding, "not_ours_top10") == 10
    assert value(finding, "not_ours_share") == 0.5


def test_share_of_voice_is_ours_of_the_whole_set() -> None:
    finding = voice(*mentions(20, 60, 10, 10))

    assert value(finding, "share_of_voice") == 0.2
    assert value(finding, "rank_in_set") == 2
    assert value(finding, "set_size") == 4
    assert finding.facts["loudest"].text == "Velmora"  # type: ignore[union-attr]
    shown = finding.exhibits["share_of_voice"]
    assert [q.text for q in shown.labels if isinstance(q, Quote)][:2] == ["Velmora", "Norrvind"]
    assert shown.series[0].roles[:2] == ("competitor", "us")


def test_mentions_are_compared_only_over_days_that_every_company_shares() -> None:
    window = a_wide_brief().window
    late = window.halves()[1].start
    parts = [talk(k, 100, late=50) for k in ("us", "brightspoke", "kurvo")]
    capped = talk("velmora", 50, late=50, start=late)

    finding = voice(*parts, capped)

    assert value(finding, "mentions_us") == 50
    assert value(finding, "mentions_set") == 200


def test_a_source_that_did_not_read_every_company_compares_nothing() -> None:
    finding = voice(talk("us", 40), talk("velmora", 40))

    assert finding.numbers["share_of_voice"] is None
    assert "no-mentions" in finding.flags
    assert [c.key for c in finding.caveats] == ["not-comparable"]


def test_a_high_share_of_our_own_contradicts_and_changes_the_ask() -> None:
    finding = voice(*searches({SiteKind.OWN: 17, SiteKind.NEWS: 33}))

    assert finding.verdict is Verdict.CONTRADICTS
    assert "has-voice" in finding.flags


def test_a_high_share_of_few_results_does_not_contradict_yet() -> None:
    finding = voice(search("industry-1", {SiteKind.OWN: 8, SiteKind.NEWS: 22}), *mentions(20, 60, 10, 10))

    assert finding.verdict is Verdict.WEAK
    assert "has-voice" in finding.flags


def test_mentions_alone_give_a_weak_verdict_and_say_that_results_are_missing() -> None:
    finding = voice(*mentions(20, 60, 10, 10))

    assert finding.verdict is Verdict.WEAK
    assert "no-results" in finding.flags
    assert finding.numbers["own_share"] is None


def test_the_verdict_weakens_when_without_one_query_we_do_have_a_voice() -> None:
    loud = [search(q.key, {SiteKind.OWN: 8, SiteKind.NEWS: 30}) for q in QUERIES[:3]]
    quiet = search(QUERIES[3].key, {SiteKind.NEWS: 150})
    both = [m for s in SOURCES for m in mentions(20, 60, 10, 10, source=s)]

    finding = voice(*loud, quiet, *both)

    assert [t.key for t in finding.tests if not t.is_met] == ["leave-one-out"]
    assert finding.verdict is Verdict.WEAK


def test_channels_are_active_dormant_present_none_or_unknown() -> None:
    us = a_company(handles=MappingProxyType({"linkedin": "norrvind"}))

    finding = voice(
        on("bluesky", "us", PresenceState.PRESENT, days_ago=90, proof=Proof.DOMAIN_HANDLE),
        on("mastodon", "us", PresenceState.PRESENT, days_ago=91),
        on("youtube", "us", PresenceState.ABSENT),
        on("reddit", "us", PresenceState.UNKNOWN),
        on("website", "us", PresenceState.PRESENT),
        us=us,
    )

    rows = {r.cells["channel"]: r.cells for r in finding.tables["audit"].rows}
    states = {
        c.key: r["state"].key for c, r in rows.items() if isinstance(c, Word) and isinstance(r["state"], Word)
    }
    assert states == {
        "bluesky": "active",
        "linkedin": "present",
        "mastodon": "dormant",
        "reddit": "unknown",
        "youtube": "none",
    }
    proof = rows[Word(group="platform", key="linkedin")]["proof"]
    assert proof == Word(group="proof", key="user")
    assert [value(finding, n) for n in ("channels", "channels_active", "channels_checked")] == [3, 1, 4]
    assert value(finding, "days_silent") == 90
    assert "silent" not in finding.flags


def test_posts_without_a_date_show_activity_too() -> None:
    origin = a_lookup().origin
    counts = tuple(
        an_observation(n, source=platform, about="us", platform=platform, metric="posts_90d", origin=origin)
        for platform, n in (("bluesky", 12), ("mastodon", 0))
    )

    finding = voice(
        on("bluesky", "us", PresenceState.PRESENT),
        on("mastodon", "us", PresenceState.PRESENT),
        an_evidence(observations=counts),
    )

    states = [r.cells["state"] for r in finding.tables["audit"].rows]
    assert [s.key for s in states if isinstance(s, Word)] == ["active", "dormant"]
    assert value(finding, "posts_90d") == 12


def test_channels_that_nobody_uses_are_silence_and_unmeasured_ones_are_not() -> None:
    dormant = on("mastodon", "us", PresenceState.PRESENT, days_ago=400)
    declared = on("linkedin", "us", PresenceState.PRESENT)

    assert "silent" in voice(dormant).flags
    assert "silent" not in voice(dormant, declared).flags


def test_our_own_posts_are_our_voice_in_the_conversation() -> None:
    ours = talk("us", 3)
    ours = replace(ours, mentions=tuple(replace(m, is_own=True) for m in ours.mentions))

    finding = voice(ours)

    assert value(finding, "own_mentions") == 3
    last = finding.numbers["last_own_post"]
    assert isinstance(last, Measurement)
    assert last.day <= AS_OF
    assert value(finding, "days_silent") == (AS_OF - last.day).days


def test_shops_of_our_own_are_told_as_product_pages() -> None:
    found = search("industry-1", {SiteKind.OWN: 10})
    shops = replace(found, results=tuple(replace(r, page_kind=SiteKind.SHOP) for r in found.results))

    assert "product-pages-only" in voice(shops).flags
    assert "product-pages-only" not in voice(found).flags


def test_ranges_have_both_bounds_beside_each_share() -> None:
    shown = voice(*searches(MIX)).exhibits["intervals"]

    assert [w.key for w in shown.labels if isinstance(w, Word)] == [
        "own-results",
        "own-top10",
        "share-of-voice",
    ]
    middle, low, high = (s.points for s in shown.series)
    assert middle[2] is None
    for m, lo, hi in zip(middle[:2], low[:2], high[:2], strict=True):
        assert m is not None
        assert lo is not None
        assert hi is not None
        assert lo.value <= m.value <= hi.value


def test_a_reading_that_only_counted_lists_nothing_to_compare() -> None:
    counted = tuple(
        an_evidence(
            asked=("feeds",),
            readings=(a_reading(source="feeds", topic=key, value=100),),
            lookups=(a_lookup(source="feeds", about=key),),
        )
        for key in COMPANIES
    )

    assert voice(*counted).numbers["mentions_set"] is None


def test_the_silence_counts_from_the_newest_channel() -> None:
    finding = voice(
        on("mastodon", "us", PresenceState.PRESENT, days_ago=400),
        on("bluesky", "us", PresenceState.PRESENT, days_ago=120),
    )

    last = finding.numbers["last_own_post"]
    assert isinstance(last, Measurement)
    assert last.day == AS_OF - timedelta(days=120)
