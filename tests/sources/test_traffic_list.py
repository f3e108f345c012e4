"""Hosts found in searches are looked up in a downloaded list of sites; its form is from documentation."""

from __future__ import annotations

from decimal import Decimal

import pytest

from deckgen.errors import SourceChanged
from deckgen.model.exchange import Page
from deckgen.sources.traffic_list import TrafficList
from tests.factories import a_brief, a_page
from tests.sources.harness import a_brief_for, a_source, all_read

TRANCO = (
    "1,search.example\n30,substack.com\n90,blogspot.com\n40000,rider-blog.example\n50000,known.blogspot.com\n"
)
CRUX = "origin,rank\nhttps://rider.substack.com,500000\nhttps://medium.com,1000\n"


def _source() -> TrafficList:
    source = a_source("traffic_list")
    assert isinstance(source, TrafficList)
    return source


def _page(text: str) -> Page:
    return a_page(text, source="traffic_list", url="file:top-1m.csv", step="list")


def _found(text: str, *hosts: str) -> list[tuple[str, str, Decimal, str]]:
    return [(o.about, o.metric, o.value, o.note) for o in _source().look_up(_page(text), a_brief(), hosts)]


def test_the_file_of_the_brief_is_asked_for_and_nothing_without_one() -> None:
    brief = a_brief_for("traffic_list", options={"file": ["lists/top-1m.csv.zip"]})

    assert [r.url for r in _source().requests(brief)] == ["file:lists/top-1m.csv.zip"]
    assert list(_source().requests(a_brief())) == []


def test_the_list_alone_says_nothing_but_a_wrong_file_is_told_at_once() -> None:
    assert all_read(_source(), _page(TRANCO), a_brief()) == []
    with pytest.raises(SourceChanged, match=r"file:top-1m\.csv: the file is neither"):
        all_read(_source(), _page("<html>"), a_brief())


def test_a_listed_host_has_a_rank_and_an_unlisted_one_no_observation() -> None:
    assert _found(TRANCO, "www.rider-blog.example", "small.example") == [
        ("rider-blog.example", "traffic_rank", Decimal(40000), "")
    ]


def test_a_blog_on_a_shared_platform_does_not_get_the_platform_s_level() -> None:
    found = _found(TRANCO, "rider.substack.com", "rider.blogspot.com", "known.blogspot.com")

    assert found == [
        ("rider.substack.com", "platform_rank", Decimal(30), "shared-platform"),
        ("rider.blogspot.com", "platform_rank", Decimal(90), "shared-platform"),
        ("known.blogspot.com", "traffic_rank", Decimal(50000), ""),
    ]


def test_crux_knows_a_blog_on_a_platform_by_its_own_origin_unless_the_platform_is_the_origin() -> None:
    found = _found(CRUX, "rider.substack.com", "medium.com")

    assert found == [
        ("rider.substack.com", "traffic_bucket", Decimal(500000), ""),
        ("medium.com", "platform_rank", Decimal(1000), "shared-platform"),
    ]


def test_the_origin_names_the_line_in_the_list() -> None:
    (seen,) = _source().look_up(_page(TRANCO), a_brief(), ["blog.rider-blog.example"])

    assert (seen.platform, seen.origin.locator) == ("tranco", "rider-blog.example")
    assert seen.about == "blog.rider-blog.example"


def test_a_broken_list_is_told_with_its_file() -> None:
    with pytest.raises(SourceChanged, match=r"file:top-1m\.csv: line 2"):
        _found("1,a.example\nbroken\n", "a.example")
