"""What a run covered, what it did not, and what speaks against the case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deckgen.model import finding as model
from deckgen.model.brief import Exclusion
from deckgen.model.evidence import Evidence, Gap, SiteKind
from deckgen.model.exchange import GapReason
from deckgen.model.finding import Finding, Quote, Value, Verdict, Word
from deckgen.model.measure import Measurement, measured
from deckgen.pipeline.coverage import coverage
from tests.arguments.cases import a_wide_brief, evidence, failure, search, talk
from tests.factories import NOON, an_evidence, an_origin


def cells(finding: Finding, table: str, name: str) -> list[Value]:
    return [row.cells[name] for row in finding.tables[table].rows]


def keys(found: list[Value]) -> list[str]:
    return [w.key for w in found if isinstance(w, Word)]


def counts(found: list[Value]) -> list[int | None]:
    return [int(m.value) if isinstance(m, Measurement) else None for m in found]


def a_gap(about: str, reason: GapReason = GapReason.THROTTLED, **changes: object) -> Gap:
    fields: dict[str, object] = {
        "source": "hackernews",
        "about": about,
        "step": "",
        "url": "https://h.example/",
        "reason": reason,
        "at": NOON,
        **changes,
    }
    return Gap(**fields)  # type: ignore[arg-type]


def a_number(value: int, key: str = "n") -> Measurement:
    return measured(key, value, formula="count", origins=(an_origin(),))


def test_every_question_is_answered_or_a_gap() -> None:
    finding = coverage(evidence(talk("us", 5), failure("wordpress_com"), failure("feeds")), {})

    numbers = {n: int(m.value) for n, m in finding.numbers.items() if isinstance(m, Measurement)}
    assert numbers == {
        "asked": 3,
        "answered": 1,
        "gaps": 2,
        "sources": 3,
        "sources_ran": 1,
        "sources_failed": 2,
        "pages": 1,
    }
    assert finding.verdict is Verdict.MISSING


def test_a_source_is_answered_partly_a_gap_or_off() -> None:
    partly = an_evidence(gaps=(a_gap("velmora"),), asked=())

    finding = coverage(
        evidence(
            talk("us", 5),
            partly,
            search("industry-1", {SiteKind.BLOG: 3}),
            failure("feeds"),
            skipped=(("bluesky", GapReason.NO_KEY),),
        ),
        {},
    )

    sources = keys(cells(finding, "sources", "source"))
    states = keys(cells(finding, "sources", "state"))
    assert dict(zip(sources, states, strict=True)) == {
        "hackernews": "partly",
        "saved_pages": "answered",
        "feeds": "gap",
        "bluesky": "off",
    }
    assert keys(cells(finding, "sources", "gives")) == ["mentions", "results", "mentions", "presence"]
    assert counts(cells(finding, "sources", "items")) == [5, 0, None, None]


def test_gaps_are_grouped_by_subject_and_reason_most_frequent_first() -> None:
    later = NOON + timedelta(days=1)
    gaps = (
        a_gap("velmora", try_after=later),
        a_gap("industry-1", GapReason.TIMEOUT),
        a_gap("velmora"),
        a_gap("blog.example", GapReason.ROBOTS),
    )

    finding = coverage(evidence(gaps=gaps, skipped=(("searxng", GapReason.NOT_CONFIGURED),)), {})

    about = [q.text if isinstance(q, Quote) else None for q in cells(finding, "gaps", "about")]
    assert about == ["Velmora", "blog.example", "city e-bike", None]
    assert keys(cells(finding, "gaps", "reason")) == ["throttled", "robots", "timeout", "not-configured"]
    assert counts(cells(finding, "gaps", "count")) == [2, 1, 1, None]
    after = cells(finding, "gaps", "after")[0]
    assert isinstance(after, Measurement)
    assert after.day == later.date()


def test_a_query_that_no_engine_listed_stays_in_the_list() -> None:
    finding = coverage(evidence(search("industry-2", {SiteKind.BLOG: 12}), brief=a_wide_brief()), {})

    assert len(finding.tables["queries"].rows) == 4
    assert counts(cells(finding, "queries", "reached")) == [None, 12, None, None]
    engines = cells(finding, "queries", "engine")
    assert [q.key if isinstance(q, Word) else None for q in engines] == [None, "google", None, None]


def test_competitors_exclusions_and_the_rule_are_those_of_the_brief() -> None:
    brief = a_wide_brief(exclusions=(Exclusion(name="Halvar", why="no city bikes"),))

    finding = coverage(evidence(brief=brief), {})

    names = [q.text for q in cells(finding, "competitors", "company") if isinstance(q, Quote)]
    assert names == ["Velmora", "Brightspoke", "Kurvo"]
    assert [q.text for q in cells(finding, "exclusions", "why") if isinstance(q, Quote)] == ["no city bikes"]
    rule = finding.facts["rule"]
    assert isinstance(rule, Quote)
    assert rule.text == brief.competitor_rule
    shown = finding.facts["chosen_on"]
    assert isinstance(shown, Measurement)
    assert shown.day == brief.competitors_chosen_on


def a_finding(key: str, verdict: Verdict = Verdict.WEAK, **changes: object) -> Finding:
    names = {
        "visible": ("blogs", "conversation", "unknown", "conversation_share", "blog_share", "depth_results"),
        "rivals": ("rivals_active", "slower", "undecided"),
    }
    given = changes.pop("numbers", {})
    numbers = {**dict.fromkeys(names.get(key, ())), **given}  # type: ignore[dict-item]
    return Finding(key=key, verdict=verdict, numbers=numbers, **changes)  # type: ignore[arg-type]


def against(given: Evidence, *findings: Finding) -> list[tuple[str, str, int | None]]:
    finding = coverage(given, {f.key: f for f in findings})
    rows = finding.tables["against"].rows
    return [
        (w.key, p.key, int(n.value) if isinstance(n, Measurement) else None)
        for w, p, n in ((r.cells["argument"], r.cells["point"], r.cells["number"]) for r in rows)
        if isinstance(w, Word) and isinstance(p, Word)
    ]


def test_every_test_of_every_argument_is_listed() -> None:
    tests = (
        model.Test(key="items", is_met=False, value=a_number(12), threshold=a_number(30)),
        model.Test(key="weeks", is_met=True, value=a_number(52), threshold=a_number(8)),
    )

    finding = coverage(evidence(), {"talk": a_finding("talk", tests=tests)})

    assert keys(cells(finding, "tests", "test")) == ["items", "weeks"]
    assert keys(cells(finding, "tests", "met")) == ["no", "yes"]
    assert counts(cells(finding, "tests", "value")) == [12, 52]


FAILED = model.Test(key="items", is_met=False, value=None, threshold=a_number(30))


@pytest.mark.parametrize(
    ("finding", "row"),
    [
        (a_finding("talk", Verdict.MISSING), ("talk", "not-measured", None)),
        (
            a_finding("talk", flags=frozenset({"industry-only"}), numbers={"industry_total": a_number(214)}),
            ("talk", "industry-only", 214),
        ),
        (
            a_finding(
                "talk", tests=(model.Test(key="items", is_met=False, value=None, threshold=a_number(30)),)
            ),
            ("talk", "test-failed", 1),
        ),
        (a_finding("visible", numbers={"unknown": a_number(46)}), ("visible", "unknown-kinds", 46)),
        (a_finding("rivals", numbers={"slower": a_number(3)}), ("rivals", "we-grew-faster", 3)),
        (
            a_finding("rivals", flags=frozenset({"we-lead"}), numbers={"rivals_active": a_number(2)}),
            ("rivals", "rivals-behind", 2),
        ),
    ],
)
def test_what_speaks_against_the_case_is_said(finding: Finding, row: tuple[str, str, int | None]) -> None:
    assert row in against(evidence(), finding)


def test_sources_that_failed_speak_against_the_case() -> None:
    assert ("coverage", "sources-failed", 2) in against(evidence(failure("feeds"), failure("wordpress_com")))
    assert against(evidence(talk("us", 5))) == []


def test_nothing_is_held_against_an_argument_without_reason() -> None:
    assert against(evidence(talk("us", 5)), a_finding("talk", Verdict.STRONG), a_finding("rivals")) == []
