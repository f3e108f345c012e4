"""Kinds of pages read from the pages: on recorded pages, and which results are worth a visit."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from deckgen.errors import SourceChanged
from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, PageKind, SearchResult, SiteKind
from deckgen.model.exchange import Request
from deckgen.pipeline.cleaning import clean
from tests.factories import a_page, a_result, an_evidence, an_origin
from tests.sources.harness import a_brief_for, a_source, all_read, of_type

READER = a_source("page_reader")


def kind_of(url: str, body: bytes) -> SiteKind:
    request = Request(url=url, step="page", robots=True)
    (kind,) = of_type(PageKind, all_read(READER, a_page(body, request=request), a_brief_for("page_reader")))
    return kind.kind  # type: ignore[no-any-return]


def asked(*results: SearchResult, **brief: object) -> list[str]:
    told: Brief = a_brief_for("page_reader", **brief)
    return [r.url for r in READER.follow_up(told, Evidence(brief=told, asked=(), results=results))]


def test_recorded_pages_called_blogs_are_blogs_and_nearly_all_blogs_are_found(recorded: Path) -> None:
    folder = recorded / "pages"
    told: Counter[tuple[bool, bool]] = Counter()
    with (folder / "MANIFEST.csv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest):
            is_called = kind_of(row["url"], (folder / row["file"]).read_bytes()) is SiteKind.BLOG
            told[row["label"] == "blog", is_called] += 1

    right, wrong, missed = told[True, True], told[False, True], told[True, False]
    assert sum(told.values()) == 60
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.90


def test_only_results_whose_kind_the_address_does_not_tell_are_visited_best_ranks_first() -> None:
    visited = asked(
        a_result(url="https://second.example/a", rank=2, query="brand-1"),
        a_result(url="https://first.example/a", rank=1, query="brand-1"),
        a_result(url="https://first.example/a#top", rank=3, query="industry-1"),
        a_result(url="https://www.youtube.com/watch?v=1", rank=1, query="brand-1"),
        a_result(url="https://third.example/blog/a", rank=1, query="brand-1"),
        a_result(url="https://norrvind.example/bike", rank=1, query="brand-1"),
    )

    assert visited == ["https://first.example/a", "https://second.example/a"]


def test_no_more_pages_are_visited_than_the_brief_allows_and_never_more_than_the_bound() -> None:
    results = [a_result(url=f"https://s{i}.example/a", rank=i, query="brand-1") for i in range(1, 400)]

    assert len(asked(*results)) == 60
    assert len(asked(*results, options={"most": ["7"]})) == 7
    assert len(asked(*results, options={"most": ["99999"]})) == 300


def test_every_visit_asks_robots_first_and_sends_no_key() -> None:
    told = a_brief_for("page_reader")
    found = Evidence(
        brief=told, asked=(), results=(a_result(url="https://a.example/x", rank=1, query="brand-1"),)
    )

    (request,) = READER.follow_up(told, found)

    assert request.robots
    assert request.credential == ""


def test_what_the_page_tells_goes_before_its_address_but_not_before_its_owner() -> None:
    read = (
        a_kind("https://a.example/x", SiteKind.BLOG),
        a_kind("https://b.example/x", SiteKind.UNKNOWN),
        a_kind("https://norrvind.example/x", SiteKind.BLOG),
    )
    urls = ("https://a.example/x?utm_source=n", "https://b.example/x", "https://norrvind.example/x")
    results = tuple(a_result(url=url, rank=i, query="brand-1") for i, url in enumerate(urls, 1))

    cleaned = clean(an_evidence(results=results, page_kinds=read)).results

    assert [(r.host_kind, r.page_kind) for r in cleaned] == [
        (SiteKind.UNKNOWN, SiteKind.BLOG),
        (SiteKind.UNKNOWN, SiteKind.UNKNOWN),
        (SiteKind.OWN, SiteKind.BLOG),
    ]
    assert "read:blogware" in cleaned[0].reasons
    assert cleaned[1].reasons == ()


def a_kind(url: str, kind: SiteKind) -> PageKind:
    return PageKind(source="page_reader", url=url, kind=kind, reasons=("read:blogware",), origin=an_origin())


@pytest.mark.parametrize("address", ["http://", "https:///x", "https://a.example/" + "x" * 9000])
def test_a_saved_page_with_no_address_of_the_web_in_it_is_told(address: str) -> None:
    body = f'<html><head><link rel="canonical" href="{address}"></head><body>Words</body></html>'
    page = a_page(body, request=Request(url="file:page.html", step="saved"))

    with pytest.raises(SourceChanged, match="does not say which page it is"):
        all_read(READER, page, a_brief_for("page_reader"))
