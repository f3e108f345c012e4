"""Argument 2: what a searcher sees, how sure the kinds are, and which blogs there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deckgen.arguments.visible import Visible
from deckgen.model.evidence import Evidence, SiteKind
from deckgen.model.finding import Finding, Quote, Verdict, Word
from deckgen.model.measure import Interval, Measurement
from tests.arguments.cases import QUERIES, a_wide_brief, evidence, failure, page_of, search, searches
from tests.factories import AS_OF, a_lookup, a_result, an_evidence, an_observation

MIX = {SiteKind.BLOG: 6, SiteKind.NEWS: 18, SiteKind.UNKNOWN: 6}


def seen(*parts: Evidence, **changes: object) -> Finding:
    return Visible().find(evidence(*parts, brief=a_wide_brief(), **changes), {})


def value(finding: Finding, name: str) -> float | None:
    number = finding.numbers[name]
    point = number.point if isinstance(number, Interval) else number
    return float(point.value) if point is not None else None


def results(*found: object) -> Evidence:
    return an_evidence(asked=("saved_pages",), results=found, lookups=(a_lookup(source="saved_pages"),))


def a_hit(rank: int, kind: SiteKind = SiteKind.BLOG, **changes: object) -> object:
    return a_result(rank, **{"query": "industry-1", "host_kind": kind, **changes})


def test_unknown_results_are_kept_out_of_the_share_and_bound_it_from_above() -> None:
    finding = seen(*searches(MIX))

    assert (value(finding, "results"), value(finding, "classified"), value(finding, "unknown")) == (
        120,
        96,
        24,
    )
    assert value(finding, "blog_share") == 0.25
    assert value(finding, "blog_share_max") == 0.4
    assert "unknown-kinds" in {c.key for c in finding.caveats}


def test_the_page_says_more_than_its_host_unless_the_host_is_a_company_of_the_set() -> None:
    finding = seen(
        results(
            a_hit(1, SiteKind.SHOP, page_kind=SiteKind.BLOG),
            a_hit(2, SiteKind.OWN, page_kind=SiteKind.BLOG),
            a_hit(3, SiteKind.COMPETITOR, page_kind=SiteKind.BLOG),
            a_hit(4, SiteKind.FORUM),
        )
    )

    assert value(finding, "blogs") == 1
    assert value(finding, "conversation") == 2
    mix = finding.exhibits["mix"].series[0]
    assert [int(p.value) for p in mix.points if p] == [2, 0, 0, 1, 1, 0]
    assert mix.roles == ("conversation", "other", "other-light", "extra", "us", "unknown")


def test_one_address_counts_once_a_query() -> None:
    again = a_hit(7, url="https://b.example/1")

    assert value(seen(results(a_hit(1, url="https://b.example/1"), again)), "results") == 1


def test_two_engines_for_one_query_are_two_listings_with_their_names() -> None:
    finding = seen(search("industry-1", MIX), search("industry-1", MIX, engine="bing"))

    assert value(finding, "queries") == 1
    labels = [q.text for q in finding.exhibits["by_query"].labels if isinstance(q, Quote)]
    assert labels == ["city e-bike 1 (bing)", "city e-bike 1 (google)"]


def test_depths_that_were_not_reached_are_not_zeros() -> None:
    row = seen(*searches(MIX)).tables["depths"].rows[0].cells

    assert [row[f"d{n}"] is None for n in (10, 20, 30, 50, 300)] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("mix", "flag"),
    [
        ({SiteKind.FORUM: 9, SiteKind.BLOG: 3, SiteKind.SHOP: 8}, "forums-lead"),
        ({SiteKind.VIDEO: 9, SiteKind.BLOG: 3, SiteKind.SHOP: 8}, "video-lead"),
        ({SiteKind.OWN: 15, SiteKind.BLOG: 5}, "own-lead"),
        ({SiteKind.NEWS: 15, SiteKind.BLOG: 5}, "news-lead"),
    ],
)
def test_what_leads_instead_of_blogs_is_told(mix: dict[SiteKind, int], flag: str) -> None:
    flags = seen(*searches(mix)).flags

    assert flags & {"forums-lead", "video-lead", "own-lead", "news-lead"} == {flag}


def test_the_mix_of_a_hundred_adds_up() -> None:
    points = seen(*searches({SiteKind.BLOG: 1, SiteKind.NEWS: 1, SiteKind.SHOP: 1})).exhibits["mix_hundred"]

    assert sum(int(p.value) for p in points.series[0].points if p) == 100


def test_the_verdict_weakens_when_one_query_carries_it() -> None:
    quiet = {SiteKind.BLOG: 1, SiteKind.NEWS: 39}
    carried = [search(q.key, quiet) for q in QUERIES[:3]]
    loud = search(QUERIES[3].key, {SiteKind.BLOG: 38, SiteKind.NEWS: 2})

    finding = seen(*carried, loud)

    assert finding.verdict is Verdict.WEAK
    assert [t.key for t in finding.tests if not t.is_met] == ["leave-one-out"]


def test_few_results_cannot_contradict() -> None:
    finding = seen(*searches({SiteKind.NEWS: 5}))

    assert finding.verdict is Verdict.WEAK
    assert value(finding, "conversation_share") == 0


def test_no_page_of_results_is_not_measured() -> None:
    finding = seen(failure("saved_pages", ""))

    assert finding.verdict is Verdict.MISSING
    assert "no-search" in finding.flags
    assert finding.exhibits["mix"].series[0].points == (None,) * 6


def a_blog(rank: int, host: str, query: str = "industry-1", **changes: Any) -> object:
    return a_hit(rank, query=query, url=f"https://{host}/{query}", **changes)


def test_blogs_are_ranked_by_how_often_and_then_how_high_they_stand() -> None:
    finding = seen(
        results(
            a_blog(1, "rare.example"),
            a_blog(9, "www.often.example"),
            a_blog(8, "often.example", "industry-2"),
            a_blog(2, "second.example"),
        )
    )

    rows = [r.cells for r in finding.tables["blogs"].rows]
    assert [r["blog"].text for r in rows if isinstance(r["blog"], Quote)] == [
        "often.example",
        "rare.example",
        "second.example",
    ]
    assert [int(r["best"].value) for r in rows if isinstance(r["best"], Measurement)] == [8, 1, 2]


def a_list(*ranks: tuple[str, int]) -> Evidence:
    origin = page_of("traffic_list", 1)
    return an_evidence(
        asked=("traffic_list",),
        observations=tuple(
            an_observation(
                n, source="traffic_list", about=host, platform="tranco", metric="traffic_rank", origin=origin
            )
            for host, n in ranks
        ),
        lookups=(a_lookup(source="traffic_list", about="", origin=origin),),
    )


def test_levels_say_nothing_unless_a_list_was_read() -> None:
    found = results(a_blog(1, "big.example"), a_blog(2, "small.example"))

    without, with_list = seen(found), seen(found, a_list(("big.example", 900)))

    assert _levels(without) == ["not-looked-up", "not-looked-up"]
    assert "no-traffic-list" in without.flags
    assert _levels(with_list) == ["mass", "unlisted"]
    assert value(with_list, "blogs_with_level") == 1
    assert with_list.facts["list_name"].text == "Tranco 2026-11-22"  # type: ignore[union-attr]


def test_a_single_look_up_says_unlisted_of_its_own_host_only_and_a_bucket_of_none() -> None:
    found = results(a_blog(1, "asked.example"), a_blog(2, "other.example"), a_blog(3, "beyond.example"))
    asked = an_evidence(
        asked=("tranco_ranks", "cloudflare_radar"),
        gives=(("tranco_ranks", "traffic"), ("cloudflare_radar", "traffic")),
        lookups=(
            a_lookup(source="tranco_ranks", about="us", step="series"),
            a_lookup(source="tranco_ranks", about="asked.example", step="latest"),
            a_lookup(source="cloudflare_radar", about="beyond.example", step="bucket"),
        ),
        observations=(an_observation(5, source="tranco_ranks", about="us", metric="traffic_rank"),),
    )

    assert _levels(seen(found, asked)) == ["unlisted", "not-looked-up", "not-looked-up"]


def test_a_list_that_holds_none_of_the_blogs_was_still_read() -> None:
    finding = seen(results(a_blog(1, "small.example")), a_list())

    assert _levels(finding) == ["unlisted"]
    assert "no-traffic-list" not in finding.flags


def _levels(finding: Finding) -> list[str]:
    cells = [r.cells["level"] for r in finding.tables["blogs"].rows]
    return [w.key for w in cells if isinstance(w, Word)]


def test_blogs_are_active_when_a_result_of_half_a_year_shows_it() -> None:
    finding = seen(
        results(
            a_blog(1, "new.example", published_on=AS_OF - timedelta(days=30)),
            a_blog(2, "old.example", published_on=AS_OF - timedelta(days=400)),
            a_blog(3, "undated.example"),
        )
    )

    assert value(finding, "blogs_active") == 1
    assert value(seen(results(a_blog(1, "undated.example"))), "blogs_active") is None


def test_every_dot_of_the_strip_stands_at_its_rank_in_its_role() -> None:
    strip = seen(results(a_hit(1, SiteKind.FORUM), a_hit(3, SiteKind.SHOP))).exhibits["strip"]

    dots = strip.series[0]
    assert [int(p.value) if p else None for p in dots.points] == [1, None, 3]
    assert dots.roles == ("conversation", "unknown", "other-light")


def test_the_age_is_that_of_the_oldest_page_read() -> None:
    old = replace(page_of("saved_pages", 1), retrieved_at=page_of("x", 1).retrieved_at - timedelta(days=12))

    finding = seen(results(a_hit(1), a_hit(2, origin=old)))

    assert value(finding, "days_old") == 12
