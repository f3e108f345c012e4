"""Ranks over time from Tranco: a recorded series, whose sites are asked for, and whose are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from deckgen.model.brief import Brief
from deckgen.model.evidence import Evidence, Observation
from deckgen.model.exchange import Request
from tests.factories import a_brief, a_page, a_result
from tests.sources.harness import a_source, all_read, of_type

TRANCO = a_source("tranco_ranks")


def a_series(body: bytes, step: str, about: str = "us") -> list[Observation]:
    request = Request(url="https://tranco-list.eu/api/ranks/domain/x.example", about=about, step=step)
    return of_type(Observation, all_read(TRANCO, a_page(body, request=request), a_brief()))


def found(brief: Brief, *urls: str) -> Evidence:
    results = tuple(a_result(url=url, rank=i, query="brand-1") for i, url in enumerate(urls, 1))
    return Evidence(brief=brief, asked=(), results=results)


def test_the_recorded_series_has_38_days_and_its_rank_got_worse(recorded: Path) -> None:
    series = a_series(
        (recorded / "presence/webrank/tranco-ranks-chatgpt.com-2026-10.json").read_bytes(), "series"
    )

    assert len(series) == 38
    assert [o.as_of for o in series] == sorted(o.as_of for o in series)
    first, last = series[0], series[-1]
    assert (first.as_of, first.value) == (date(2026, 8, 31), 77)
    assert (last.as_of, last.value) == (date(2026, 10, 7), 87)
    assert last.value > first.value  # fell by 10 places: a higher number is worse


def test_of_a_blog_only_the_latest_rank_is_taken(recorded: Path) -> None:
    body = (recorded / "presence/webrank/tranco-ranks-chatgpt.com-2026-10.json").read_bytes()

    (latest,) = a_series(body, "latest", about="blog.example")

    assert (latest.about, latest.as_of, latest.value) == ("blog.example", date(2026, 10, 7), 87)


def test_each_companys_first_site_is_asked_for_by_its_registrable_domain() -> None:
    asked = list(TRANCO.requests(a_brief()))

    assert [(r.about, r.step) for r in asked] == [
        ("us", "series"), ("velmora", "series"), ("brightspoke", "series")
    ]  # fmt: skip
    assert asked[0].url == "https://tranco-list.eu/api/ranks/domain/norrvind.example"


def test_blogs_of_their_own_are_looked_up_and_those_on_platforms_or_of_companies_are_not() -> None:
    brief = a_brief()
    seen = found(
        brief,
        "https://blog.norrvind.example/post",
        "https://blog.velmora.example/post",
        "https://spokes.blogspot.com/2026/01/a.html",
        "https://medium.com/@rider/a",
        "https://cyclista.example/blog/one",
        "https://cyclista.example/blog/two",
        "https://www.shop.example/cart",
    )

    asked = list(TRANCO.follow_up(brief, seen))

    assert [(r.about, r.carry["domain"], r.step) for r in asked] == [
        ("cyclista.example", "cyclista.example", "latest")
    ]


def test_at_most_thirty_blogs_are_asked_for_the_most_frequent_first() -> None:
    brief = a_brief()
    urls = [f"https://b{i:02}.example/blog/a" for i in range(40)] + ["https://b39.example/blog/b"]

    asked = list(TRANCO.follow_up(brief, found(brief, *urls)))

    assert len(asked) == 30
    assert [r.about for r in asked[:2]] == ["b39.example", "b00.example"]
