"""Lists of the most visited sites are read as a stream, bounded, and only for the hosts asked for."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.errors import SourceChanged
from deckgen.parsing import traffic
from deckgen.parsing.traffic import ListKind, kind_of, levels

TRANCO = "1,search.example\r\n2,norrvind.example\r\n40000,rider-blog.example\r\n"
CRUX = "origin,rank\nhttps://www.rider-blog.example,10000\nhttps://norrvind.example,1000\nhttp://m.site.example,1000000\n"


def _plain(text: str) -> bytes:
    return text.encode()


def _zip(text: str, name: str = "top-1m.csv") -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, text)
    return body.getvalue()


def _gzip(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


@pytest.mark.parametrize("pack", [_plain, _zip, _gzip])
def test_tranco_ranks_registered_domains_however_it_is_packed(pack: Callable[[str], bytes]) -> None:
    found = levels(pack(TRANCO), ["www.norrvind.example", "rider-blog.example", "small.example"])

    assert found.kind is ListKind.TRANCO
    assert dict(found.ranks) == {"www.norrvind.example": 2, "rider-blog.example": 40000}
    assert found.lines == 3


def test_a_subdomain_has_the_rank_of_its_registered_domain() -> None:
    assert dict(levels(_plain(TRANCO), ["forum.norrvind.example"]).ranks) == {"forum.norrvind.example": 2}


@pytest.mark.parametrize("pack", [_plain, _gzip])
def test_crux_gives_buckets_by_origin(pack: Callable[[str], bytes]) -> None:
    found = levels(pack(CRUX), ["rider-blog.example", "m.site.example", "site.example"])

    assert found.kind is ListKind.CRUX
    assert dict(found.ranks) == {"rider-blog.example": 10000, "m.site.example": 1000000}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"<html>not found</html>", "neither"),
        (b"1,a.example\nbroken\n", "line 2"),
        (b"1,a.example\nx,b.example\n", "line 2"),
        (b"1,a.example\n" + b"2," + b"b" * 500, "longer"),
        (_zip(TRANCO, "readme.txt"), "0 .csv files"),
        (_zip(TRANCO)[:-30], "unpacked"),
        (_gzip(TRANCO * 100)[:60], "unpacked"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(body: bytes, says: str) -> None:
    with pytest.raises(SourceChanged, match=says):
        levels(body, ["a.example"])


def test_a_list_that_unpacks_beyond_the_cap_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic, "MAX_UNPACKED", 10_000)

    with pytest.raises(SourceChanged, match="unpacks to more"):
        levels(_gzip("".join(f"{i},site{i}.example\n" for i in range(1, 2000))), [])


@given(st.binary(max_size=200) | st.binary(max_size=80).map(gzip.compress) | st.text(max_size=80).map(_zip))
@settings(max_examples=100, deadline=1000)
def test_no_file_raises_anything_but_source_changed(body: bytes) -> None:
    with suppress(SourceChanged):
        assert kind_of(body) in ListKind
        levels(body, ["a.example"])
