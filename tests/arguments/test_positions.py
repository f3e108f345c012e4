"""Places of single sites: ours beside the best competitor's, and never a share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from deckgen.arguments.voice import OwnVoice
from deckgen.model.brief import Length
from deckgen.model.deck import Deck, TableBlock, plain
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.finding import Finding, Quote, Verdict, Word
from deckgen.model.measure import Measurement
from deckgen.model.origin import Kind
from deckgen.pipeline.build import argue
from deckgen.pipeline.making import chart_forms
from deckgen.pipeline.resources import template_roots
from deckgen.templating.compose import compose
from deckgen.templating.template import load_template
from tests.arguments.cases import a_wide_brief, evidence
from tests.factories import an_evidence, an_observation, an_origin


def place(company: str, value: str, query: str = "industry-1", **changes: Any) -> Observation:
    return an_observation(
        **{
            "source": "rank_tables",
            "about": company,
            "platform": "google",
            "metric": "search_position",
            "value": Decimal(value),
            "as_of": date(2026, 11, 10),
            "note": query,
            "origin": an_origin(source="rank_tables", url=f"file:{company}.csv"),
            **changes,
        }
    )


def given(*places: Observation) -> Evidence:
    return evidence(an_evidence(observations=places), brief=a_wide_brief())


def voice(*places: Observation) -> Finding:
    return OwnVoice().find(given(*places), {})


def rows(finding: Finding) -> list[dict[str, str]]:
    def told(value: object) -> str:
        match value:
            case Measurement():
                return str(value.day) if value.unit == "date" else str(value.value)
            case Quote():
                return value.text
            case Word():
                return value.key
        return "-"

    return [{k: told(v) for k, v in row.cells.items()} for row in finding.tables["positions"].rows]


def number(finding: Finding, name: str) -> tuple[int, Kind] | None:
    found = finding.numbers[name]
    return (int(found.value), found.kind) if isinstance(found, Measurement) else None


def test_our_place_stands_beside_the_best_competitor_s_with_the_older_day() -> None:
    finding = voice(
        place("us", "14", as_of=date(2026, 11, 12)),
        place("velmora", "7"),
        place("brightspoke", "9"),
        place("us", "3", "industry-2"),
    )

    assert rows(finding) == [
        {
            "query": "city e-bike 1",
            "engine": "google",
            "ours": "14",
            "best": "7",
            "rival": "Velmora",
            "as_of": "2026-11-10",
        },
        {
            "query": "city e-bike 2",
            "engine": "google",
            "ours": "3",
            "best": "-",
            "rival": "-",
            "as_of": "2026-11-10",
        },
    ]
    assert [number(finding, f"positions{n}") for n in ("", "_ours", "_compared", "_ahead")] == [
        (2, Kind.EXACT),
        (2, Kind.EXACT),
        (1, Kind.EXACT),
        (1, Kind.EXACT),
    ]


def test_places_make_no_share_and_no_verdict() -> None:
    finding = voice(place("us", "1"), place("us", "1", "industry-2"))

    assert finding.verdict is Verdict.MISSING
    assert finding.numbers["own_share"] is None
    assert finding.numbers["own_results"] is None


def test_the_newest_place_counts_and_of_one_day_one_that_was_seen() -> None:
    finding = voice(
        place("us", "2", as_of=date(2026, 10, 1)),
        place("us", "11.8", kind=Kind.ESTIMATE),
        place("us", "12"),
    )

    assert rows(finding)[0]["ours"] == "12"


def test_an_average_compared_with_a_place_is_an_estimate() -> None:
    finding = voice(place("us", "11.8", kind=Kind.ESTIMATE), place("velmora", "7"))

    assert number(finding, "positions_ahead") == (1, Kind.ESTIMATE)


def test_engines_are_not_mixed() -> None:
    finding = voice(place("us", "5"), place("velmora", "2", platform="bing"))

    assert [(r["engine"], r["ours"], r["best"]) for r in rows(finding)] == [
        ("bing", "-", "2"),
        ("google", "5", "-"),
    ]


def test_without_places_there_is_neither_number_nor_row() -> None:
    finding = voice()

    assert rows(finding) == []
    assert finding.numbers["positions"] is None


def deck_of(*places: Observation) -> Deck:
    found = given(*places)
    brief = replace(found.brief, length=Length.FULL)
    template = load_template("boardroom", roots=template_roots())
    return compose(template, brief, argue(replace(found, brief=brief)), chart_forms(), outline="full")


def shown(*places: Observation) -> tuple[str, list[list[str]]]:
    slide = next((s for s in deck_of(*places).slides if s.key == "voice-positions"), None)
    if slide is None:
        return "", []
    table = next(b.table for b in slide.blocks if isinstance(b, TableBlock))
    cells = [[plain(c.text).replace("\u00a0", " ") for c in row.cells] for row in table.rows]
    return plain(slide.title), cells


def test_the_slide_says_how_often_a_competitor_stands_before_us() -> None:
    title, cells = shown(
        place("us", "12.4", kind=Kind.ESTIMATE), place("velmora", "7"), place("kurvo", "31", "industry-2")
    )

    assert title == "Where search tools place both, a competitor stands before us in 1 of 1"
    assert cells == [
        ["city e-bike 1", "Google", "about 12.4", "7", "Velmora", "10 Nov 2026"],
        ["city e-bike 2", "Google", "–", "31", "Kurvo", "10 Nov 2026"],
    ]


def test_the_slide_says_when_nobody_stands_before_us() -> None:
    title, _ = shown(place("us", "2"), place("velmora", "7"))

    assert title == "Where search tools place both, no competitor stands before us, 1 compared"


def test_the_slide_says_when_nobody_can_be_compared() -> None:
    assert shown(place("us", "4"))[0].startswith("Search tools place our site in 1 of 1 they cover")
    assert shown(place("velmora", "4"))[0] == "Search tools give competitors' places, not ours: 1 covered"
    assert shown() == ("", [])
