"""Sitemaps: days that can be believed, indexes, packed ones, and hostile ones."""

from __future__ import annotations

import gzip
import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged, SourceError
from deckgen.parsing.sitemaps import Sitemap, as_sitemap, named_in
from tests.factories import a_page

TODAY = date(2026, 11, 22)
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _sitemap(*days: str) -> bytes:
    urls = "".join(f"<url><loc>https://n.example/{d}</loc><lastmod>{d}</lastmod></url>" for d in days)
    return f"<urlset {NS}>{urls}</urlset>".encode()


def _read(body: bytes) -> Sitemap:
    return as_sitemap(a_page(body))


def test_the_recorded_sitemap_with_one_day_for_all_pages_gives_no_day(recorded: Path) -> None:
    body = (recorded / "presence/website/sitemap-sitemaps.org-uniform-lastmod.xml").read_bytes()

    found = _read(body)

    assert len(found.entries) == 84
    assert {e.changed_on for e in found.entries} == {date(2016, 11, 21)}
    assert found.newest(TODAY) is None


def test_different_days_are_believed_and_future_ones_are_not() -> None:
    found = _read(_sitemap("2026-01-02", "2026-03-04T10:00:00+00:00", "2026-05-06", "2030-01-01"))

    assert found.newest(TODAY) == date(2026, 5, 6)


def test_an_index_lists_further_sitemaps() -> None:
    found = _read(
        f"<sitemapindex {NS}><sitemap><loc> https://n.example/a.xml </loc></sitemap></sitemapindex>".encode()
    )

    assert (found.is_index, [e.url for e in found.entries]) == (True, ["https://n.example/a.xml"])


def test_a_packed_sitemap_is_unpacked_and_half_of_one_refused() -> None:
    packed = gzip.compress(_sitemap("2026-01-02"))

    assert len(_read(packed).entries) == 1
    with pytest.raises(SourceChanged, match="cut off"):
        _read(packed[:-12])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Not here</body></html>",
        b"<rss><channel/></rss>",
        b"<urlset><url><loc>https://n.example/</loc>",
        b'<!DOCTYPE urlset [<!ENTITY a "b">]><urlset/>',
        b"<urlset>" * 50,
    ],
)
def test_what_is_no_whole_sitemap_is_refused(body: bytes) -> None:
    with pytest.raises(SourceChanged):
        _read(body)


def test_robots_names_its_sitemaps(recorded: Path) -> None:
    robots = json.loads((recorded / "presence/website/robots-5-sites.json").read_bytes())

    assert named_in(robots["corporate.walmart.com"]) == ("https://corporate.walmart.com/sitemap.xml",)
    assert named_in(robots["www.linkedin.com"]) == ()


@settings(max_examples=60)
@given(
    st.binary(max_size=200) | st.binary(max_size=80).map(lambda b: b"<urlset><url>" + b + b"</url></urlset>")
)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        _read(body)
    except SourceError:
        return


def test_a_robots_file_of_empty_lines_is_read_in_no_time() -> None:
    began = time.monotonic()

    found = named_in(
        "\n" * 500_000 + " Sitemap : https://n.example/s.xml\r\nsitemap:\nhttps://n.example/no.xml"
    )

    assert found == ("https://n.example/s.xml",)
    assert time.monotonic() - began < 5
