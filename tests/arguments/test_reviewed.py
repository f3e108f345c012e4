"""What hand-coding changes in the arguments: counts scaled by samples, agreement beside the blog share."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from deckgen.arguments.talk import Talk
from deckgen.arguments.visible import Visible
from deckgen.arguments.voice import OwnVoice
from deckgen.model.evidence import Agreement, Evidence, Judgement, Precision, SiteKind
from deckgen.model.finding import Finding, Verdict
from deckgen.model.measure import Interval, Measurement
from deckgen.model.origin import Origin
from deckgen.model.ranges import wilson
from tests.arguments.cases import a_wide_brief, evidence, search, searches, talk
from tests.arguments.test_verdicts import MIX, RIVALS, everything
from tests.arguments.walking import READ, measurements, recomputed
from tests.factories import a_brief, an_origin

FILE = an_origin(source="review", url="file:review/anna.csv", record="")


def judged(given: Evidence, topic: str, source: str, *, relevant: int, dropped: int) -> Evidence:
    """The same after somebody read the first mentions: so many are relevant, so many were taken out."""
    mine = [m for m in given.mentions if (m.topic, m.source) == (topic, source)]
    gone = {m.key for m in mine[relevant : relevant + dropped]}
    kept = {m.key for m in mine[:relevant]}
    mentions = tuple(
        replace(m, judged=Judgement.RELEVANT) if m.key in kept else m
        for m in given.mentions
        if m.key not in gone
    )
    precision = Precision(
        source=source, topic=topic, sample=relevant + dropped, relevant=relevant, origins=(FILE,)
    )
    return replace(
        given,
        mentions=mentions,
        reviews=(FILE,),
        precisions=(*given.precisions, precision),
        removed=(*given.removed, (source, topic, "reviewed", dropped)) if dropped else given.removed,
    )


def the_talk(given: Evidence) -> Finding:
    return Talk().find(given, {})


def numbers(finding: Finding, *names: str) -> list[int | None]:
    found = []
    for name in names:
        value = finding.numbers[name]
        point = value.point if isinstance(value, Interval) else value
        found.append(None if point is None else int(point.value))
    return found


def ends(finding: Finding, name: str) -> tuple[int, int, int]:
    value = finding.numbers[name]
    assert isinstance(value, Interval)
    return int(value.low.value), int(value.point.value), int(value.high.value)


def passed(finding: Finding) -> dict[str, tuple[bool, int]]:
    return {t.key: (t.is_met, int(t.value.value)) for t in finding.tests if t.value is not None}


TWO = evidence(talk("us", 200), talk("us", 40, source="wordpress_com"))


def test_without_a_review_the_count_is_told_and_nothing_is_scaled() -> None:
    finding = the_talk(TWO)

    assert numbers(finding, "total", "counted", "relevant", "coded", "reviewed") == [240, 240, None, None, 0]
    assert "reviewed" not in finding.flags


def test_a_count_is_scaled_once_by_its_sample() -> None:
    finding = the_talk(judged(TWO, "us", "hackernews", relevant=40, dropped=10))

    low, high = wilson(40, 50)
    # 200 found: 10 dropped, 40 kept, 150 unread; the other source counts in full
    assert numbers(finding, "raw", "total", "reviewed", "relevant") == [240, 230, 10, 200]
    assert ends(finding, "relevant") == (80 + int(150 * low), 200, 80 + int(150 * high) + 1)
    assert numbers(finding, "counted", "reviewed_sources", "coded", "coded_relevant") == [200, 1, 50, 40]
    assert "reviewed" in finding.flags
    assert [c.key for c in finding.caveats if c.key == "partly-reviewed"] == ["partly-reviewed"]


def test_a_sample_that_is_too_small_scales_nothing() -> None:
    finding = the_talk(judged(TWO, "us", "hackernews", relevant=6, dropped=3))

    assert numbers(finding, "total", "counted", "relevant") == [237, 237, None]


def test_few_mentions_that_were_all_read_are_known() -> None:
    few = evidence(talk("us", 8), talk("us", 40, source="wordpress_com"))
    finding = the_talk(judged(few, "us", "hackernews", relevant=6, dropped=2))

    assert ends(finding, "relevant") == (46, 46, 46)


def test_a_source_whose_mentions_all_were_wrong_counts_none() -> None:
    finding = the_talk(judged(TWO, "us", "wordpress_com", relevant=0, dropped=40))

    assert numbers(finding, "total", "relevant", "reviewed_sources") == [200, 200, 1]


def test_the_disputed_stay_in_the_list_and_count_as_none() -> None:
    given = judged(TWO, "us", "hackernews", relevant=30, dropped=0)
    disputed = {m.key for m in given.mentions if m.judged is Judgement.NONE and m.source == "hackernews"}
    chosen = set(sorted(disputed)[:10])
    mentions = tuple(replace(m, judged=Judgement.DISPUTED) if m.key in chosen else m for m in given.mentions)
    precision = replace(given.precisions[0], sample=40)
    finding = the_talk(replace(given, mentions=mentions, precisions=(precision,)))

    # 30 relevant, 10 disputed, 160 unread of which three quarters
    assert numbers(finding, "total", "relevant") == [240, 40 + 30 + 120]


def test_the_tests_go_by_the_low_end() -> None:
    given = evidence(talk("us", 60), talk("us", 60, source="wordpress_com"))
    for source in ("hackernews", "wordpress_com"):
        given = judged(given, "us", source, relevant=4, dropped=16)

    finding = the_talk(given)

    low, point, _ = ends(finding, "relevant")
    assert (low < 30, point) == (True, 24)
    assert passed(finding)["items"] == (False, low)
    assert passed(finding)["leave-one-out"] == (False, low // 2)
    assert finding.verdict is Verdict.WEAK
    assert numbers(finding, "total") == [88]


def test_a_review_that_confirms_leaves_a_strong_verdict_strong() -> None:
    given = everything()
    for source in ("hackernews", "wordpress_com"):
        given = judged(given, "us", source, relevant=50, dropped=0)

    assert the_talk(given).verdict is Verdict.STRONG


def test_names_that_always_mean_something_else_are_nobody_talking() -> None:
    given = judged(
        judged(TWO, "us", "hackernews", relevant=0, dropped=50), "us", "wordpress_com", relevant=0, dropped=40
    )

    finding = the_talk(given)

    assert numbers(finding, "total", "counted") == [150, 0]
    assert finding.verdict is Verdict.CONTRADICTS


def test_every_scaled_number_leads_to_the_review_and_can_be_recomputed() -> None:
    finding = the_talk(judged(TWO, "us", "hackernews", relevant=40, dropped=10))

    value = finding.numbers["relevant"]
    assert isinstance(value, Interval)
    assert FILE in value.low.origins
    assert any(o.source == "hackernews" for o in value.low.origins)
    for m in measurements(finding):
        if m.formula not in READ:
            assert float(m.value) == pytest.approx(recomputed(m), abs=2e-6), m.key


def test_a_scaled_part_is_recomputed_from_what_was_known_unread_and_sampled() -> None:
    given = judged(evidence(talk("us", 200)), "us", "hackernews", relevant=40, dropped=10)
    value = the_talk(given).numbers["relevant"]

    assert isinstance(value, Interval)
    assert value.point.inputs == (("talk.relevant.hackernews", Decimal(190 - 150 + 120)),)


def all_reviewed(given: Evidence, *, relevant: int, dropped: int, but: str = "") -> Evidence:
    for company in ("us", *RIVALS):
        for source in ("hackernews", "wordpress_com"):
            if company != but:
                given = judged(given, company, source, relevant=relevant, dropped=dropped)
    return given


def test_the_share_of_voice_is_scaled_where_every_company_was_reviewed() -> None:
    given = judged(
        judged(
            all_reviewed(everything(), relevant=20, dropped=0, but="us"),
            "us",
            "hackernews",
            relevant=5,
            dropped=15,
        ),
        "us",
        "wordpress_com",
        relevant=5,
        dropped=15,
    )
    before, after = OwnVoice().find(everything(), {}), OwnVoice().find(given, {})

    share, scaled = before.numbers["share_of_voice"], after.numbers["share_of_voice"]
    assert isinstance(share, Interval)
    assert isinstance(scaled, Interval)
    assert scaled.point.value < share.point.value / 2
    assert scaled.half_width > Decimal("0.02")
    assert "reviewed" in after.flags
    # of 70 in each source: 15 dropped, 5 relevant, a quarter of the 50 unread, rounded to whole mentions
    assert numbers(after, "mentions_us", "relevant_us") == [110, 36]
    assert FILE in scaled.point.origins
    assert after.numbers["rank_in_set"].value == 4  # type: ignore[union-attr]


def test_the_share_of_voice_stays_as_it_is_when_one_company_was_not_reviewed() -> None:
    finding = OwnVoice().find(all_reviewed(everything(), relevant=20, dropped=0, but="kurvo"), {})

    assert "reviewed" not in finding.flags
    assert numbers(finding, "relevant_us", "relevant_set") == [None, None]
    assert finding.numbers["share_of_voice"] == OwnVoice().find(everything(), {}).numbers["share_of_voice"]


def test_every_number_of_a_reviewed_voice_can_be_recomputed() -> None:
    for m in measurements(OwnVoice().find(all_reviewed(everything(), relevant=15, dropped=5), {})):
        if m.formula not in READ:
            assert float(m.value) == pytest.approx(recomputed(m), abs=2e-6), m.key


def an_agreement(rows: int, agreed: int) -> Agreement:
    return Agreement(what="kind", rows=rows, agreed=agreed, expected=Decimal(rows) / 2, origins=(FILE,))


def the_results(*agreements: Agreement, coded: int = 0, dropped: int = 0) -> Finding:
    given = evidence(*searches(MIX), brief=a_wide_brief())
    results = tuple(
        replace(r, reasons=("review:anna",)) if i < coded else r for i, r in enumerate(given.results)
    )
    removed = (("saved_pages", "industry-1", "reviewed", dropped),) if dropped else ()
    reviews: tuple[Origin, ...] = (FILE,) if coded or dropped else ()
    return Visible().find(
        replace(given, results=results, removed=removed, reviews=reviews, agreements=agreements), {}
    )


def test_results_that_nobody_coded_are_told_as_not_reviewed() -> None:
    finding = the_results()

    assert "reviewed" not in finding.flags
    assert numbers(finding, "agreement", "agreement_rows", "coded_results") == [None, None, None]


def test_the_agreement_of_two_coders_is_a_kappa() -> None:
    finding = the_results(an_agreement(60, 54), coded=70, dropped=2)

    kappa = finding.numbers["agreement"]
    assert isinstance(kappa, Measurement)
    assert (kappa.value, kappa.formula, kappa.origins) == (Decimal("0.8"), "cohen-kappa", (FILE,))
    assert float(kappa.value) == pytest.approx(recomputed(kappa))
    assert numbers(finding, "agreement_rows", "coded_results", "dropped_results") == [60, 70, 2]


def test_too_few_rows_give_their_number_and_no_kappa() -> None:
    finding = the_results(an_agreement(49, 49), coded=49)

    assert numbers(finding, "agreement", "agreement_rows") == [None, 49]


def test_counts_of_reviewed_results_rest_on_the_review_too() -> None:
    finding = the_results(coded=3)

    blogs = finding.numbers["blogs"]
    assert isinstance(blogs, Measurement)
    assert FILE in blogs.origins


def test_a_result_of_unknown_kind_by_dispute_is_not_classified() -> None:
    given = evidence(search("brand-1", {SiteKind.BLOG: 10}), brief=a_brief())
    one = replace(given.results[0], host_kind=SiteKind.UNKNOWN, reasons=("review:differ",))

    finding = Visible().find(replace(given, results=(one, *given.results[1:]), reviews=(FILE,)), {})

    assert numbers(finding, "classified", "unknown", "coded_results") == [9, 1, 1]
